using System.Globalization;

namespace Cairn.Contracts;

/// <summary>Probabilities are probabilities.</summary>
static class ProbabilityChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("probabilities: from 0 to 1, rows sum to 1", For.Classifiers, subject => AreProbabilities(subject, SampleData.Others)),
        new("probabilities: of extreme rows", For.Classifiers, OfExtremeRows),
        new("probabilities: the largest is predicted", For.Classifiers, LargestIsPredicted),
    ];

    static IEnumerable<string> AreProbabilities(ContractSubject subject, double[][] rows)
    {
        var got = subject.Ask(rows).Parts[1];
        if (got.DType != DType.Float64 || got.Shape != new Shape(rows.Length, 3))
            return [$"PredictProbabilities gives {got.DType} {got.Shape}"];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] p = got.Values[(3 * i)..(3 * i + 3)];
            if (!(p.All(v => v is >= 0 and <= 1) && Math.Abs(p.Sum() - 1) <= 1e-12))
                return [string.Create(CultureInfo.InvariantCulture, $"row {i} has the probabilities {p[0]:R}, {p[1]:R}, {p[2]:R}")];
        }
        return [];
    }

    /// <summary>Rows of 1e30 and 1e300 have probabilities too.</summary>
    static IEnumerable<string> OfExtremeRows(ContractSubject subject) => new[] { 1e30, 1e300 }.SelectMany(m =>
        AreProbabilities(subject, SampleData.Map(SampleData.Others, (v, _) => v * m)));

    /// <summary>Predict gives the class of the largest probability, of equal ones any.</summary>
    static IEnumerable<string> LargestIsPredicted(ContractSubject subject)
    {
        var answers = subject.Ask(SampleData.Others);
        for (int i = 0; i < SampleData.Others.Length; i++)
        {
            double[] p = answers.Parts[1].Values[(3 * i)..(3 * i + 3)];
            int predicted = (int)answers.Parts[0].Values[i];
            if (p[predicted] < p.Max())
                return [$"row {i}: class {predicted} is predicted, class {Array.IndexOf(p, p.Max())} is more probable"];
        }
        return [];
    }
}

using Cairn.Baselines;

namespace Cairn.Contracts;

/// <summary>What a prediction is, and the least it is worth.</summary>
static class PredictionChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("predictions: float64, one a row", For.Regressors, NumbersOfRows),
        new("predictions: int32 class indices, one a row", For.Classifiers, IndicesOfRows),
        new("predictions: no worse than the baseline", For.Predictors, NoWorseThanBaseline),
    ];

    static IEnumerable<string> NumbersOfRows(ContractSubject subject)
    {
        var got = subject.Ask(SampleData.Others).Parts[0];
        if (got.DType != DType.Float64 || got.Shape != new Shape(SampleData.Others.Length))
            yield return $"Predict gives {got.DType} {got.Shape}";
    }

    static IEnumerable<string> IndicesOfRows(ContractSubject subject)
    {
        var got = subject.Ask(SampleData.Others).Parts[0];
        if (got.DType != DType.Int32 || got.Shape != new Shape(SampleData.Others.Length))
            yield return $"Predict gives {got.DType} {got.Shape}";
        else if (got.Values.Any(k => k is < 0 or > 2)) yield return "Predict gives an index that is no class";
    }

    /// <summary>On the rows it learned from, a regressor errs no more than their mean, a classifier than their commonest class.</summary>
    static IEnumerable<string> NoWorseThanBaseline(ContractSubject subject)
    {
        if (!subject.IsClassifier && !subject.IsRegressor) yield break;
        object baseline = subject.IsClassifier ? new MostFrequentClass().Fit(subject.Data) : new MeanPredictor().Fit(subject.Data);
        double Loss(object model)
        {
            double loss = 0;
            double[] answers = Answers.Of(model, SampleData.X).Parts[0].Values;
            for (int i = 0; i < answers.Length; i++)
            {
                double miss = answers[i] - subject.Target[i];
                loss += subject.IsClassifier ? miss == 0 ? 0 : 1 : miss * miss;
            }
            return loss;
        }
        if (!(Loss(subject.Model) <= Loss(baseline) * (1 + 1e-9)))
            yield return $"on the rows learned from, the model errs more than their {(subject.IsClassifier ? "commonest class" : "mean")}";
    }
}

using System.Globalization;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>The least-squares fit of terms of hinges that were chosen.</summary>
static class HingeFit
{
    /// <summary>Fits the coefficients of the terms and makes the model.</summary>
    internal static HingeModel Of(RegressionRows rows, List<HingeFactor[]> terms, TrainingFacts facts, FitContext context)
    {
        context.ThrowIfCancelled();
        int n = rows.Count, d = rows.Features;
        var columns = new double[checked((int)((long)n * terms.Count))];
        for (int m = 0; m < terms.Count; m++)
        {
            double largest = 0;
            for (int i = 0; i < n; i++)
            {
                double product = 1;
                foreach (var factor in terms[m]) product *= factor.At(rows.X[i * d + factor.Feature]);
                columns[m * n + i] = product;
                largest = Math.Max(largest, Math.Abs(product)); // a NaN stays one
            }
            // a term that was chosen is not 0 everywhere, unless its products are too small for a number
            if (!(largest is > 1e-280 and < 1e280))
                throw new ArgumentException($"data: the hinges of {rows.Learner} leave the range of numbers; give the columns other units", "data");
        }
        var solution = LeastSquares.Solve(columns, n, terms.Count, rows.Y, rows.Weights, cancellation: context.Cancellation);
        string[] notes = solution.Rank == terms.Count ? [.. facts.Notes] : [.. facts.Notes, string.Create(CultureInfo.InvariantCulture,
            $"the {terms.Count} terms hold what {solution.Rank} would: of the coefficients that fit equally well the smallest were taken")];
        context.Report(1);
        return new HingeModel(rows.Schema, solution.Intercepts[0],
            [.. terms.Select((factors, m) => new HingeTerm(solution.Coefficients[m], [.. factors]))], rows.Deviation(solution), rows.TargetName,
            facts with { Rows = rows.Given, Notes = [.. notes] });
    }
}

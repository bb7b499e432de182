namespace Cairn.Contracts;

/// <summary>A weight counts how often its row is there.</summary>
static class WeightChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("weights: all 1 are none", For.All, OnesAreNone),
        new("weights: whole numbers repeat rows", For.All, WholeNumbersRepeat),
        new("weights: 0 removes a row", For.All, ZeroRemoves),
        new("weights: huge and tiny", For.All, AnyMagnitude),
    ];

    static double[] All1 => [.. Enumerable.Repeat(1.0, SampleData.Rows)];

    /// <summary>Weights of 1 give the answers of no weights within 1e-12.</summary>
    static IEnumerable<string> OnesAreNone(ContractSubject subject) =>
        subject.FitAndAsk(subject.DataOf(SampleData.X, All1), SampleData.Others)
            .DifferencesFrom(subject.Ask(SampleData.Others), "weights of 1", 1e-12);

    /// <summary>Weights of 1, 2 and 3 give the answers of rows that stand there once, twice and three times, within 1e-9.</summary>
    static IEnumerable<string> WholeNumbersRepeat(ContractSubject subject)
    {
        double[] weights = [.. Enumerable.Range(0, SampleData.Rows).Select(i => 1.0 + i % 3)];
        int[] repeated = [.. Enumerable.Range(0, SampleData.Rows).SelectMany(i => Enumerable.Repeat(i, 1 + i % 3))];
        return subject.FitAndAsk(subject.DataOf(SampleData.X, weights), SampleData.Others)
            .DifferencesFrom(subject.FitAndAsk(subject.DataOf(repeated), SampleData.Others), "weights of 1, 2, 3", 1e-9);
    }

    /// <summary>Rows of weight 0, even of wild values, give the answers that the other rows give alone, within 1e-12.</summary>
    static IEnumerable<string> ZeroRemoves(ContractSubject subject)
    {
        double[] weights = All1, target = [.. subject.Target];
        double[][] x = SampleData.Map(SampleData.X, (v, _) => v);
        for (int i = 0; i < x.Length; i += 9)
        {
            weights[i] = 0;
            x[i] = [1e6, -1e6, 1e6, 1e6];
            target[i] = subject.Target[(i + 1) % x.Length];
        }
        int[] kept = [.. Enumerable.Range(0, x.Length).Where(i => weights[i] > 0)];
        return subject.FitAndAsk(new Dataset(x, target, weights: weights), SampleData.Others)
            .DifferencesFrom(subject.FitAndAsk(subject.DataOf(kept), SampleData.Others), "rows of weight 0", 1e-12);
    }

    /// <summary>Weights of any size give finite answers or a refusal.</summary>
    static IEnumerable<string> AnyMagnitude(ContractSubject subject) => new[] { 1e-300, 1e300 }.SelectMany(m =>
        subject.Try(subject.DataOf(SampleData.X, Array.ConvertAll(All1, w => w * m)))
            .FiniteOrRefused($"weights of {(m < 1 ? "1e-300" : "1e300")}"));
}

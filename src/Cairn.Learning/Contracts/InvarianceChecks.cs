namespace Cairn.Contracts;

/// <summary>What has no meaning has no effect: who stands beside a row, and in which order rows and features come.</summary>
static class InvarianceChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("rows: alone, in parts and all at once", For.All, AloneAndTogether),
        new("rows: in another order", For.All, InAnotherOrder),
        new("features: in another order", For.Predictors, FeaturesInAnotherOrder),
    ];

    /// <summary>A row has the same bits asked alone, in batches of 7, and among all.</summary>
    static IEnumerable<string> AloneAndTogether(ContractSubject subject)
    {
        var together = subject.Ask(SampleData.Others);
        return new[] { 1, 7 }.SelectMany(size => Answers.Concat([.. SampleData.Others.Chunk(size).Select(batch => subject.Ask(batch))])
            .DifferencesFrom(together, $"batches of {size}"));
    }

    /// <summary>Rows asked about in reverse have the same bits.</summary>
    static IEnumerable<string> InAnotherOrder(ContractSubject subject)
    {
        int[] reversed = [.. Enumerable.Range(0, SampleData.Others.Length).Reverse()];
        return subject.Ask(SampleData.Pick(SampleData.Others, reversed))
            .DifferencesFrom(subject.Ask(SampleData.Others).Take(reversed), "rows in reverse");
    }

    /// <summary>Learning from and asking about features in another order gives the same predictions within 1e-6.</summary>
    static IEnumerable<string> FeaturesInAnotherOrder(ContractSubject subject)
    {
        int[] order = [2, 0, 3, 1];
        double[][] Shuffle(double[][] x) => Array.ConvertAll(x, row => SampleData.Pick(row, order));
        var got = (IPredictor)subject.Recipe.Fit(subject.DataOf(Shuffle(SampleData.X)));
        var want = (IPredictor)subject.Model;
        var (a, b) = (got.Predict(Shuffle(SampleData.Others)), want.Predict(SampleData.Others));
        return Tensor.AllClose(a, b, 1e-6, 1e-6) ? [] : ["features in another order give other predictions"];
    }
}

namespace Cairn.Contracts;

/// <summary>Data of an awkward shape gives a finite answer or a refusal that says what is lacking.</summary>
static class ShapeChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("shape: no rows to learn from", For.All, NoRows),
        new("shape: no rows to answer for", For.All, NothingAsked),
        new("shape: no columns", For.All, NoColumns),
        new("shape: one row", For.All, subject => subject.Try(subject.DataOf([0])).FiniteOrRefused("one row")),
        new("shape: one feature", For.All, subject => subject.Try(subject.DataOf(Column(0))).FiniteOrRefused("one feature")),
        new("shape: fewer rows than features", For.All, FewerRowsThanFeatures),
        new("shape: constant columns", For.All, ConstantColumns),
        new("shape: repeated columns", For.All, RepeatedColumns),
        new("shape: repeated rows", For.All, RepeatedRows),
    ];

    static double[][] Column(int j) => Array.ConvertAll(SampleData.X, row => new[] { row[j] });

    /// <summary>Fitting no rows is refused, and the message speaks of rows.</summary>
    static IEnumerable<string> NoRows(ContractSubject subject) =>
        subject.Try(new Dataset(Tensor.Zeros<double>(0, SampleData.Columns), Tensor.Zeros<double>(0))).Refused("0 rows", "row");

    /// <summary>Asking for no rows gives no rows of the usual width and type, or a refusal.</summary>
    static IEnumerable<string> NothingAsked(ContractSubject subject)
    {
        var attempt = subject.TryAsk(Tensor.Zeros<double>(0, SampleData.Columns));
        return attempt.Answers is { } answers
            ? answers.DifferencesFrom(subject.Ask(SampleData.X).Take(), "0 rows")
            : attempt.Refused("0 rows", "row");
    }

    static IEnumerable<string> NoColumns(ContractSubject subject) =>
        subject.Try(subject.DataOf(Tensor.Zeros<double>(SampleData.Rows, 0))).FiniteOrRefused("0 columns");

    static IEnumerable<string> FewerRowsThanFeatures(ContractSubject subject)
    {
        int[] rows = [.. Enumerable.Range(0, 6)];
        var wide = SampleData.FeaturesOf("wide", rows.Length, 20);
        return subject.Try(new Dataset(wide, SampleData.Pick(subject.Target, rows))).FiniteOrRefused("6 rows of 20 features");
    }

    /// <summary>A constant column, a column of zeros, nothing but constant columns.</summary>
    static IEnumerable<string> ConstantColumns(ContractSubject subject) =>
    [
        .. subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (v, j) => j == 1 ? 0.1 : v))).FiniteOrRefused("a constant column"),
        .. subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (v, j) => j == 2 ? 0 : v))).FiniteOrRefused("a column of zeros"),
        .. subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (_, j) => j))).FiniteOrRefused("nothing but constant columns"),
    ];

    static IEnumerable<string> RepeatedColumns(ContractSubject subject) =>
        subject.Try(subject.DataOf(Array.ConvertAll(SampleData.X, row => new[] { row[0], row[1], row[0], row[3], row[1] })))
            .FiniteOrRefused("repeated columns");

    static IEnumerable<string> RepeatedRows(ContractSubject subject) =>
        subject.Try(subject.DataOf([.. Enumerable.Range(0, SampleData.Rows).Select(i => i % 5)])).FiniteOrRefused("repeated rows");
}

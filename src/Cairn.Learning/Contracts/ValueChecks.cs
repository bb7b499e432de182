using System.Globalization;

namespace Cairn.Contracts;

/// <summary>Numbers at and beyond the edges: used rightly or refused where they stand, never turned into silent nonsense.</summary>
static class ValueChecks
{
    const int Row = 37;

    internal static readonly ContractCheck[] All =
    [
        new("values: NaN and infinity among the features to learn from", For.All, NotFiniteInFit),
        new("values: NaN and infinity among the features asked about", For.All, NotFiniteAsked),
        new("values: NaN and infinity in the target", For.Predictors, NotFiniteTarget),
        new("values: huge and tiny features", For.All, AnyMagnitude),
        new("values: huge and tiny targets", For.Regressors, AnyTarget),
    ];

    static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    static readonly double[] Magnitudes = [1e-300, 1e-30, 1e39, 1e300];

    static string Named(double value) => value.ToString(CultureInfo.InvariantCulture);

    static double[][] With(double[][] x, double value)
    {
        var spoiled = SampleData.Map(x, (v, _) => v);
        spoiled[Row][2] = value;
        return spoiled;
    }

    /// <summary>A feature that is not finite is refused by row and column; who takes it answers with finite numbers.</summary>
    static IEnumerable<string> NotFiniteInFit(ContractSubject subject) => NotFinite.SelectMany(value =>
        subject.Try(subject.DataOf(SampleData.Named(With(SampleData.X, value))))
            .FiniteOrRefused($"a feature {Named(value)}", Named(Row), "depth"));

    /// <summary>The same holds for rows asked about.</summary>
    static IEnumerable<string> NotFiniteAsked(ContractSubject subject)
    {
        var model = subject.Recipe.Fit(subject.DataOf(SampleData.Named(SampleData.X)));
        return NotFinite.SelectMany(value => Attempt.Of(() => Answers.Of(model, SampleData.Named(With(SampleData.Others, value))))
            .FiniteOrRefused($"a feature {Named(value)}", Named(Row), "depth"));
    }

    /// <summary>A target that is not finite is refused by its row.</summary>
    static IEnumerable<string> NotFiniteTarget(ContractSubject subject) => NotFinite.SelectMany(value =>
    {
        double[] target = [.. subject.Target];
        target[Row] = value;
        return subject.Try(new Dataset(SampleData.X, target)).Refused($"a target {Named(value)}", Named(Row));
    });

    /// <summary>Features of 1e-300 to 1e300, each column alone or all together, give finite answers or a refusal.</summary>
    static IEnumerable<string> AnyMagnitude(ContractSubject subject) =>
    [
        .. Magnitudes.SelectMany(m => subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (v, _) => v * m)))
            .FiniteOrRefused($"features of {Named(m)}")),
        .. subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (v, j) => v * Magnitudes[j])))
            .FiniteOrRefused("features of 1e-300 to 1e300"),
        .. subject.Try(subject.DataOf(SampleData.Map(SampleData.X, (v, j) => j == 0 ? v * double.Epsilon : v)))
            .FiniteOrRefused("subnormal features"),
    ];

    /// <summary>Targets of 1e-300 to 1e300 give finite answers or a refusal.</summary>
    static IEnumerable<string> AnyTarget(ContractSubject subject) => Magnitudes.SelectMany(m =>
        subject.Try(new Dataset(SampleData.X, Array.ConvertAll(subject.Target, y => y * m))).FiniteOrRefused($"targets of {Named(m)}"));
}

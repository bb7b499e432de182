using Cairn.Contracts;
using Cairn.Pipelines;

namespace Cairn.Tests;

/// <summary>The contract is itself held to a law: it finds each fault by the checks meant for it, and none where there is none.</summary>
public class EstimatorContractFaultTests
{
    /// <summary>Every fault, and the checks that must fail for it, no other.</summary>
    static readonly (IEstimator<object> Recipe, string[] Checks)[] Faults =
    [
        (new FaultyRegressor("none"), []),
        (new FaultyRegressor("throws always"), ["recipe: fits plain numbers"]),
        (new RegressorWithoutEquality(), ["recipe: compares by value"]),
        (new FaultyRegressor("counts its fits"), ["recipe: fitting changes nothing"]),
        (new FaultyRegressor("null reference"), ["recipe: null is refused"]),
        (new FaultyRegressor("changes groups"), ["data: is never changed"]),
        (new FaultyRegressor("float32 shifts"), ["data: float32 as float64"]),
        (new FaultyRegressor("casts whole numbers"), ["data: whole numbers as float64"]),
        (new FaultyRegressor("needs contiguous rows"), ["data: views as dense rows"]),
        (new FaultyRegressor("casts sparse"), ["data: sparse as dense, or refused"]),
        (new FaultyRegressor("any number of features"), ["data: another number of features is refused"]),
        (new FaultyRegressor("tables shift"), ["table: numbers as a matrix"]),
        (new FaultyRegressor("any columns"), ["table: columns are found by name", "table: a missing column is named"]),
        (new FaultyRegressor("any names"), ["table: other names are not taken for known ones"]),
        (new FaultyRegressor("looks up words"), ["table: words are encoded, or their column is named"]),
        (new FaultyRegressor("out of range without rows"), ["shape: no rows to learn from"]),
        (new FaultyRegressor("needs rows to answer"), ["shape: no rows to answer for"]),
        (new FaultyRegressor("not a number without columns"), ["shape: no columns"]),
        (new FaultyRegressor("needs two rows"), ["shape: one row"]),
        (new FaultyRegressor("needs two features"), ["shape: one feature"]),
        (new FaultyRegressor("needs more rows than features"), ["shape: one row", "shape: fewer rows than features"]),
        (new FaultyRegressor("divides by no variance"), ["shape: one row", "shape: constant columns", "values: huge and tiny features"]),
        (new FaultyRegressor("singular"), ["shape: repeated columns"]),
        (new FaultyRegressor("needs different rows"), ["shape: constant columns", "shape: repeated rows"]),
        (new FaultyRegressor("learns from NaN"), ["values: NaN and infinity among the features to learn from"]),
        (new FaultyRegressor("answers NaN"), ["values: NaN and infinity among the features asked about"]),
        (new FaultyRegressor("any target"), ["values: NaN and infinity in the target"]),
        (new FaultyRegressor("wild targets"), ["values: huge and tiny targets"]),
        (new FaultyRegressor("null target"), ["target: none is refused"]),
        (new FaultyRegressor("first target only"), ["target: several columns"]),
        (new FaultyRegressor("ignores weights"), ["weights: whole numbers repeat rows", "weights: 0 removes a row"]),
        (new FaultyRegressor("weights shift"), ["weights: all 1 are none", "weights: 0 removes a row"]),
        (new FaultyRegressor("wild weights"), ["weights: huge and tiny"]),
        (new FaultyRegressor("alone is different"), ["rows: alone, in parts and all at once"]),
        (new FaultyRegressor("first row is different"), ["rows: alone, in parts and all at once", "rows: in another order"]),
        (new FaultyRegressor("first feature counts double"), ["features: in another order"]),
        (new FaultyRegressor("answers a matrix"), ["predictions: float64, one a row"]),
        (new FaultyRegressor("worse than the mean"), ["predictions: no worse than the baseline"]),
        (new FaultyRegressor("loses digits"), ["file: a loaded model answers with the same bits"]),
        (new FaultyRegressor("counts its files"), ["file: a loaded model is saved as the same bytes",
            "repeat: fitting again gives the same bits", "repeat: any number of threads gives the same bits",
            "repeat: any culture gives the same bits and words"]),
        (new FaultyRegressor("prints that it was loaded"), ["file: facts and card stay"]),
        (new FaultyRegressor("no iterations"), ["facts: rows, iterations, convergence"]),
        (new FaultyRegressor("remembers other data"), ["repeat: fitting again gives the same bits"]),
        (new FaultyRegressor("threads shift"), ["repeat: any number of threads gives the same bits"]),
        (new FaultyRegressor("prints in the culture"), ["repeat: any culture gives the same bits and words"]),
        (new FaultyRegressor("shares a buffer"), ["repeat: 16 threads may share a model"]),
        (new FaultyRegressor("ignores cancellation"), ["work: a cancelled token stops it"]),
        (new FaultyRegressor("late to stop"), ["work: cancelling stops it within a second"]),
        (new FaultyRegressor("tells nothing"), ["work: progress rises from 0 to 1"]),
        (new FaultyRegressor("goes back"), ["work: progress rises from 0 to 1"]),
        (new FaultyRegressor("tells elsewhere"), ["work: progress comes on the fitting thread"]),
        (new FaultyClassifier("none"), []),
        (new FaultyClassifier("rounds labels"), ["target: a fraction is no class"]),
        (new FaultyClassifier("needs two classes"), ["shape: one row", "target: one class"]),
        (new FaultyClassifier("needs all classes"), ["target: a class without rows"]),
        (new FaultyClassifier("at most 50 classes"), ["target: many classes"]),
        (new FaultyClassifier("order of classes counts"), ["target: the order of the classes"]),
        (new FaultyClassifier("forgets labels"), ["target: classes of any kind", "target: booleans"]),
        (new FaultyClassifier("rounds probabilities"), ["probabilities: from 0 to 1, rows sum to 1", "probabilities: of extreme rows"]),
        (new FaultyClassifier("underflows"), ["values: huge and tiny features", "probabilities: of extreme rows"]),
        (new FaultyClassifier("predicts the second best"), ["rows: alone, in parts and all at once", "rows: in another order",
            "probabilities: the largest is predicted"]),
        (new FaultyClassifier("long indices"), ["predictions: int32 class indices, one a row"]),
        (new FaultyScaler("none"), []),
        (new FaultyScaler("float32"), ["transform: float64, one row a row", "transform: undone, it gives back the rows"]),
        (new FaultyScaler("one name for all"),
            ["table: numbers as a matrix", "table: columns are found by name", "transform: names for every column, or none"]),
        (new FaultyScaler("refuses its own output"), ["transform: what it gives can be learned from"]),
        (new FaultyScaler("undoes half"), ["transform: undone, it gives back the rows"]),
        (new FaultyScaler("none").Then(new FaultyClassifier("none")), []), // a pipeline that cannot be saved
    ];

    static readonly ContractOptions Options = new() { Readers = [FaultyRegressorModel.Reader] };

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Faults.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Fault_is_found_by_the_checks_meant_for_it(int place)
    {
        var (recipe, checks) = Faults[place];
        var report = EstimatorContract.Check(recipe, Options);
        Assert.True(checks.SequenceEqual(report.Failures.Select(f => f.Check)), report.ToString());
    }

    [Fact]
    public void Every_check_finds_a_fault() =>
        Assert.Empty(EstimatorContract.CheckNames.Except(Faults.SelectMany(f => f.Checks)));

    [Fact]
    public void Exemptions_are_counted_and_strict()
    {
        const string weights = "weights: whole numbers repeat rows", zero = "weights: 0 removes a row";
        var recipe = new FaultyRegressor("ignores weights");
        var report = EstimatorContract.Check(recipe, Options with { Exemptions = [new(weights, "no weights"), new(zero, "no weights")] });
        Assert.True(report.Passed);
        Assert.Equal(2, report.Count(ContractOutcome.Exempted));
        Assert.Equal(report.Results.Count, Enum.GetValues<ContractOutcome>().Sum(report.Count));

        var honest = EstimatorContract.Check(new FaultyRegressor("none"), Options with
        {
            Exemptions = [new(weights, "it was so"), new("target: booleans", "none")],
        });
        Assert.Equal(["target: booleans", weights], honest.Failures.Select(f => f.Check));
        Assert.All(honest.Failures, f => Assert.Contains("not needed", f.Detail));
    }

    [Fact]
    public void Exemptions_from_nothing_are_refused()
    {
        var recipe = new FaultyRegressor("none");
        var unknown = Assert.Throws<ArgumentException>(() =>
            EstimatorContract.Check(recipe, Options with { Exemptions = [new("weights: none", "?")] }));
        Assert.Contains("weights: none", unknown.Message);
        Assert.Throws<ArgumentException>(() => EstimatorContract.Check(recipe, Options with
        {
            Exemptions = [new("shape: one row", "a"), new("shape: one row", "b")],
        }));
        Assert.Throws<ArgumentException>(() => new ContractExemption("shape: one row", " "));
        Assert.Throws<ArgumentNullException>(() => EstimatorContract.Check(null!));
    }

    [Fact]
    public void The_report_reads_as_a_table()
    {
        string[] lines = EstimatorContract.Check(new FaultyRegressor("ignores weights"), Options).ToString().Split(Environment.NewLine);
        Assert.Equal(1 + EstimatorContract.CheckNames.Count, lines.Length);
        Assert.StartsWith("Contract of FaultyRegressor { Fault = ignores weights }: ", lines[0]);
        Assert.Contains(" passed, 2 failed, 0 exempted, ", lines[0]);
        Assert.Matches("^  FAILED    weights: 0 removes a row +rows of weight 0: Predict gives ",
            Assert.Single(lines, l => l.Contains("weights: 0")));
        Assert.Matches("^  -         target: booleans +the model is no classifier$",
            Assert.Single(lines, l => l.Contains("target: booleans")));
    }

    /// <summary>A recipe that compares by reference.</summary>
    sealed class RegressorWithoutEquality : IEstimator<FaultyRegressorModel>
    {
        public FaultyRegressorModel Fit(Dataset data, FitContext? context = null) => new FaultyRegressor("none").Fit(data, context);
    }
}

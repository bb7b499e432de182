using Cairn.Data;

namespace Cairn.Tests;

/// <summary>The door of learning: what does not belong together is refused where it comes in, with what was got and what is due.</summary>
public class DatasetTests
{
    static readonly double[][] X = [[1, 2], [3, 4], [5, 6]];

    static void Refused<T>(Action call, params string[] mentions) where T : ArgumentException
    {
        var e = Assert.Throws<T>(call);
        Assert.False(string.IsNullOrEmpty(e.ParamName));
        foreach (string word in mentions) Assert.Contains(word, e.Message);
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Refused<ArgumentException>(() => new Dataset(X, new double[] { 1, 2 }), "target", "[2]", "3 rows");
        Refused<ArgumentException>(() => new Dataset(X, weights: new double[] { 1, 2, 3, 4 }), "weights", "[4]", "3 rows");
        Refused<ArgumentException>(() => new Dataset(X, weights: new double[,] { { 1 }, { 1 }, { 1 } }), "weights", "[3, 1]");
        Refused<ArgumentException>(() => new Dataset(X, groups: new[] { 1, 2 }), "groups", "[2]", "3 rows");
        Refused<ArgumentException>(() => new Dataset(X, Tensor.Zeros<double>(3, 1, 1)), "target", "[3, 1, 1]");
        Refused<ArgumentException>(() => new Dataset(X, Tensor.Scalar(1.0)), "target", "3 rows");
        Refused<ArgumentNullException>(() => new Dataset(null!));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.5)]
    public void A_weight_is_finite_and_not_negative(double weight) =>
        Refused<ArgumentException>(() => new Dataset(X, weights: new[] { 1, weight, 1 }), "weights", "row 1");

    [Fact]
    public void Some_row_must_count()
    {
        Refused<ArgumentException>(() => new Dataset(X, weights: new double[3]), "weights", "all are 0");
        Assert.Equal([0, 2, 0], new Dataset(X, weights: new[] { 0, 2, 0 }).Weights!.ToArray<double>());
    }

    [Fact]
    public void Class_indices_are_int32_within_the_classes()
    {
        var classes = ClassLabels.Of("ant", "bee");
        Refused<ArgumentException>(() => new Dataset(X, new[] { 0, 1, 2 }, classes), "row 2", "class index 2", "2 classes");
        Refused<ArgumentException>(() => new Dataset(X, new[] { 0, 1, -1 }, classes), "row 2", "class index -1");
        Refused<ArgumentException>(() => new Dataset(X, new double[] { 0, 1, 1 }, classes), "int32");
        Refused<ArgumentException>(() => new Dataset(X, classes: classes), "int32", "none");
        Refused<ArgumentException>(() => new Dataset(X, groups: new double[] { 0, 1, 1 }), "groups", "int32");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e17)]
    public void A_class_is_a_whole_number(double label) =>
        Refused<ArgumentException>(() => new Dataset(X, new[] { 1, 2, label }).ClassTarget("Learner"), "row 2", "Learner");

    [Fact]
    public void Classes_are_ordered_by_value_and_texts_by_letter()
    {
        var (numbers, indices) = new Dataset(X, new double[] { 10, -3, 9 }).ClassTarget("Learner");
        Assert.Equal(["-3", "9", "10"], numbers);
        Assert.Equal([2, 0, 1], indices.ToArray<int>());
        Assert.Equal(["a", "b", "ä"], ClassLabels.Of("b", "ä", "a", "b"));
        var (flags, truth) = new Dataset(X, new[] { true, false, true }).ClassTarget("Learner");
        Assert.Equal(["false", "true"], flags);
        Assert.Equal([1, 0, 1], truth.ToArray<int>());
    }

    [Fact]
    public void Targets_that_do_not_suit_the_learner_are_refused()
    {
        Refused<ArgumentException>(() => new Dataset(X).NumericTarget("Learner"), "Learner", "target");
        var insects = new Dataset(X, new[] { 0, 1, 0 }, ClassLabels.Of("ant", "bee"));
        Refused<ArgumentException>(() => insects.NumericTarget("Learner"), "{ant, bee}", "classifier");
        var prices = new Dataset(X, new[] { 1, double.NaN, 2 }, targetName: "price");
        Refused<ArgumentException>(() => prices.NumericTarget("Learner"), "row 1", "price", "NaN");
        Refused<ArgumentException>(() => new Dataset(X, X).ClassTarget("Learner"), "Learner", "[3, 2]");
        Assert.Equal([7, -1, 7], new Dataset(X, new[] { 1, 0, 1 }, ClassLabels.Of(7.0, -1)).NumericTarget("Learner").ToArray<double>());
    }

    [Fact]
    public void Features_that_are_no_finite_numbers_are_refused_where_they_stand()
    {
        Refused<ArgumentException>(() => Features.From(new double[] { 1, 2 }), "[2]", "[n, 1]");
        Refused<ArgumentException>(() => Features.From(X, ["a"]), "1 names for 2 features");
        var spoiled = Features.From((Tensor)new double[][] { [1, 2], [3, double.NaN] }, ["a", "b"]);
        Refused<ArgumentException>(() => spoiled.ToNumbers("Learner"), "row 1", "'b'", "NaN", "TablePreparation");
        var words = Features.From(new Table(new NumberColumn("a", [1, 2]), new CategoryColumn("colour", ["red", null])));
        Refused<ArgumentException>(() => words.ToNumbers("Learner"), "'colour'", "TablePreparation");
        var sparse = new SparseMatrix(2, [0, 1], [1], [5]);
        Assert.Contains("ToDense", Assert.Throws<NotSupportedException>(() => ((Features)sparse).ToNumbers("Learner")).Message);
    }

    [Fact]
    public void Rows_are_taken_with_all_that_belongs_to_them()
    {
        var data = new Dataset(Features.From(X, ["a", "b"]), new[] { 0, 1, 0 }, ClassLabels.Of("ant", "bee"),
            weights: new double[] { 1, 2, 3 }, groups: new[] { 4, 5, 6 }, targetName: "insect");
        var taken = data.Take([2, 0]);
        Assert.Equal([5, 6, 1, 2], taken.Features.Dense!.ToArray<double>());
        Assert.Equal([0, 0], taken.Target!.ToArray<int>());
        Assert.Equal([3, 1], taken.Weights!.ToArray<double>());
        Assert.Equal([6, 4], taken.Groups!.ToArray<int>());
        Assert.Equal(("insect", 2, "b"), (taken.TargetName, taken.Classes!.Count, taken.Features.NameOf(1)));
        Refused<ArgumentOutOfRangeException>(() => data.Take([3]), "3 rows");
    }

    [Fact]
    public void What_a_data_set_holds_cannot_be_changed_through_it()
    {
        var data = new Dataset(X, new double[] { 1, 2, 3 }, weights: new double[] { 1, 2, 3 });
        foreach (var tensor in new[] { data.Features.Dense!, data.Target!, data.Weights! })
            Assert.Throws<InvalidOperationException>(() => tensor.Fill(0));
    }
}

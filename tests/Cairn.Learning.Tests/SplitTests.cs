using Cairn.ModelSelection;

namespace Cairn.Tests;

public class SplitTests
{
    static Dataset Classes(params int[] counts)
    {
        int[] target = [.. counts.SelectMany((n, k) => Enumerable.Repeat(k, n))];
        var x = new double[target.Length, 1];
        for (int i = 0; i < target.Length; i++) x[i, 0] = i;
        return new Dataset(x, target, ClassLabels.Of(Enumerable.Range(0, counts.Length).Select(k => (double)k)));
    }

    static int[] Rows(Dataset data) => [.. data.Features.ToNumbers("test").ToArray<double>().Select(v => (int)v)];

    [Theory]
    [InlineData(50, 50, 50, 0.2)]
    [InlineData(97, 31, 4, 0.2)]
    [InlineData(3, 1000, 17, 0.33)]
    public void Parts_are_disjoint_exact_and_stratified(int a, int b, int c, double share)
    {
        var data = Classes(a, b, c);
        var (train, test) = data.Split(test: share, seed: 3);
        Assert.Equal((int)Math.Round(data.Rows * share), test.Rows);
        Assert.Equal(Enumerable.Range(0, data.Rows), Rows(train).Concat(Rows(test)).Order());
        for (int k = 0; k < 3; k++)
        {
            int held = test.Target!.ToArray<int>().Count(t => t == k);
            Assert.InRange(held, Math.Floor(new[] { a, b, c }[k] * share), Math.Ceiling(new[] { a, b, c }[k] * share));
        }
    }

    [Fact]
    public void Three_parts_make_the_whole()
    {
        var data = Classes(70, 30);
        var (train, validation, test) = data.Split(validation: 0.1, test: 0.2, seed: 1);
        Assert.Equal((70, 10, 20), (train.Rows, validation.Rows, test.Rows));
        Assert.Equal(Enumerable.Range(0, 100), Rows(train).Concat(Rows(validation)).Concat(Rows(test)).Order());
    }

    [Fact]
    public void Same_seed_same_parts_other_seed_others()
    {
        var data = Classes(60, 60);
        Assert.Equal(Rows(data.Split(0.25, seed: 5).Test), Rows(data.Split(0.25, seed: 5).Test));
        Assert.NotEqual(Rows(data.Split(0.25, seed: 5).Test), Rows(data.Split(0.25, seed: 6).Test));
    }

    [Fact]
    public void Groups_are_never_parted()
    {
        int[] groups = [.. Enumerable.Range(0, 120).Select(i => i / 7)];
        var x = new double[120, 1];
        var data = new Dataset(x, Tensor.From(new double[120]), groups: groups);
        var (train, test) = data.Split(test: 0.25, seed: 2);
        Assert.Empty(train.Groups!.ToArray<int>().Intersect(test.Groups!.ToArray<int>()));
        Assert.InRange(test.Rows, 30, 36);
        foreach (var (fit, held) in new KFold { Folds = 4 }.Split(data))
            Assert.Empty(fit.Select(i => groups[i]).Intersect(held.Select(i => groups[i])));
    }

    [Fact]
    public void In_order_the_last_rows_are_held_out()
    {
        var (train, test) = Classes(10).SplitInOrder(0.3);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Rows(train));
        Assert.Equal([7, 8, 9], Rows(test));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_row_is_held_out_once(bool stratified)
    {
        var data = Classes(33, 41, 7);
        var folds = new KFold { Folds = 5, Stratified = stratified, Seed = 9 }.Split(data);
        Assert.Equal(Enumerable.Range(0, 81), folds.SelectMany(f => f.Test).Order());
        foreach (var (train, test) in folds)
        {
            Assert.Equal(Enumerable.Range(0, 81), train.Concat(test).Order());
            Assert.InRange(test.Length, 16, 17);
            if (stratified) Assert.InRange(test.Count(i => i >= 74), 1, 2);
        }
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Classes(10).Split(test: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Classes(10).Split(test: double.NaN));
        Assert.Throws<ArgumentException>(() => Classes(10).Split(validation: 0.5, test: 0.5));
        Assert.Throws<ArgumentException>(() => Classes(2).Split(test: 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KFold { Folds = 1 });
        Assert.Throws<ArgumentException>(() => new KFold { Folds = 11 }.Split(Classes(10)));
    }
}

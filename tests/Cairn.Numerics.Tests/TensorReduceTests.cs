namespace Cairn.Tests;

public class TensorReduceTests
{
    [Fact]
    public void Reductions_over_any_axes_equal_plain_loops()
    {
        var t = Tensor.From(new[, ,] { { { 3.0, 1, 4 }, { 1, 5, 9 } }, { { 2, 6, 5 }, { 3, 5, 8 } } }).Transpose(0, 2);   // [3, 2, 2]
        for (int chosen = 0; chosen < 8; chosen++)
        {
            int[] axes = [.. Enumerable.Range(0, 3).Where(a => (chosen >> a & 1) != 0)];
            int[] kept = [.. Enumerable.Range(0, 3).Except(axes)];
            int[] sizes = [.. kept.Select(a => t.Shape[a])];
            var groups = new SortedDictionary<int, List<double>>();
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 2; j++)
                    for (int k = 0; k < 2; k++)
                    {
                        int[] index = [i, j, k];
                        int group = kept.Aggregate(0, (g, a) => g * t.Shape[a] + index[a]);
                        if (!groups.TryGetValue(group, out var list)) groups[group] = list = [];
                        list.Add((double)t[i, j, k]);
                    }
            Assert.Equal(groups.Values.Select(g => g.Sum()), t.Sum(axes).ToArray<double>());
            Assert.Equal(groups.Values.Select(g => g.Sum() / g.Count), t.Mean(axes).ToArray<double>());
            Assert.Equal(groups.Values.Select(g => g.Min()), t.Min(axes).ToArray<double>());
            Assert.Equal(groups.Values.Select(g => g.Max()), t.Max(axes).ToArray<double>());
            Assert.Equal(new Shape(sizes), t.Sum(axes).Shape);
            Assert.Equal(t.Shape.Select((s, a) => axes.Contains(a) ? 1 : s), t.Max(axes, keepDims: true).Shape);
        }
        Assert.Equal(52.0, (double)t.Sum());
        Assert.Equal(new Shape(), t.Sum().Shape);
    }

    [Fact]
    public void ArgMax_gives_the_first_of_equals_and_of_NaN()
    {
        Tensor t = new[,] { { 1.0, 7, 7 }, { double.NaN, 9, double.NaN } };
        Assert.Equal([1, 0], t.ArgMax(1).ToArray<int>());
        Assert.Equal([0, 0], t.ArgMin(1).ToArray<int>());
        Assert.Equal(1, (int)Tensor.From(new[] { 3L, -2, -2 }).ArgMin());
        Assert.Equal([1, 1, 1], t.ArgMax(0).ToArray<int>());
        Assert.Equal(3, (int)t.ArgMax());
        Assert.Equal(new Shape(2, 1), t.ArgMax(-1, keepDims: true).Shape);
        Assert.Equal(DType.Int32, t.ArgMax(0).DType);
        Assert.Equal(2, (int)Tensor.From(new byte[] { 1, 200, 255 }).ArgMax());
    }

    [Fact]
    public void NaN_goes_through()
    {
        Tensor t = new[] { 1.0, double.NaN, 3 };
        Assert.True(double.IsNaN((double)t.Sum()));
        Assert.True(double.IsNaN((double)t.Mean()));
        Assert.True(double.IsNaN((double)t.Max()));
        Assert.True(double.IsNaN((double)t.Min()));
    }

    [Fact]
    public void Nothing_sums_to_zero_and_has_no_mean()
    {
        var none = Tensor.Zeros<float>(0, 3);
        Assert.Equal([0f, 0, 0], none.Sum(0).ToArray<float>());
        Assert.Equal(new Shape(0), none.Max(1).Shape);
        Assert.StartsWith("Mean: [0, 3] has no elements along the reduced axes",
            Assert.Throws<InvalidOperationException>(() => none.Mean()).Message);
        Assert.StartsWith("Max: [0, 3] has no elements", Assert.Throws<InvalidOperationException>(() => none.Max(0)).Message);
        Assert.StartsWith("ArgMax: [0, 3] has no elements", Assert.Throws<InvalidOperationException>(() => none.ArgMax(0)).Message);
    }

    [Fact]
    public void Long_sums_keep_their_digits()
    {
        Assert.Equal(1e5, (double)Tensor.Full(0.1f, 1_000_000).Sum(), 0.3);
        Assert.Equal(1e5, (double)Tensor.Full(0.1, 1_000_000).Sum(), 1e-9);
        Assert.Equal(1e308, (double)Tensor.Full(1e308, 10).Mean(), 1e293);
        Assert.Equal(3L, (long)((Tensor)new[] { true, false, true, true }).Sum());
    }

    [Fact]
    public void Wrong_axes_are_named()
    {
        var t = Tensor.Zeros<float>(2, 3);
        Assert.StartsWith("Sum: axis 2 is out of range: [2, 3] has 2 axes",
            Assert.Throws<ArgumentOutOfRangeException>(() => t.Sum(2)).Message);
        Assert.StartsWith("Max: axis 1 of [2, 3] is named twice", Assert.Throws<ArgumentException>(() => t.Max([1, -1])).Message);
    }

    [Fact]
    public void AllClose_and_EqualsExactly()
    {
        Tensor a = new[] { 1.0, double.PositiveInfinity }, b = new[] { 1 + 1e-6, double.PositiveInfinity };
        Assert.True(Tensor.AllClose(a, b));
        Assert.True(Tensor.AllClose(b, a, relative: 1.1e-6, absolute: 0));
        Assert.False(Tensor.AllClose(a, b, relative: 1e-7, absolute: 0));
        Assert.False(Tensor.AllClose(a, a[0..1]));
        Assert.False(Tensor.AllClose(double.NaN, double.NaN));
        Assert.False(Tensor.AllClose(double.PositiveInfinity, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.AllClose(a, b, relative: -1));
        Assert.True(Tensor.EqualsExactly(double.NaN, double.NaN));
        Assert.False(Tensor.EqualsExactly(0.0, -0.0));
        Assert.False(Tensor.EqualsExactly(1.0, 1f));
        Assert.True(Tensor.EqualsExactly(Tensor.Arange(6).Reshape(2, 3).T, Tensor.From(new[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } })));
    }
}

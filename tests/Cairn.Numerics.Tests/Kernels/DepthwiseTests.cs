using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Convolution of groups of few channels beside double precision, and itself on other hardware.</summary>
[Collection(TeamCollection.Name)]
public sealed class DepthwiseTests : IDisposable
{
    readonly int _vectorBits = GemmTiles.VectorBits, _threads = WorkTeam.Threads;

    public void Dispose() => (GemmTiles.VectorBits, WorkTeam.Threads) = (_vectorBits, _threads);

    sealed record Case(int[] Images, int[] Filters, int Stride, Padding Padding, int Dilation, int Groups)
    {
        internal Tensor[] Run<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            Tensor x = Numbers(1, Images).To<T>().AsParameter(), w = Numbers(2, Filters).To<T>().AsParameter(), b = Numbers(3, Filters[0]).To<T>().AsParameter();
            var y = x.Convolution(w, b, Stride, Padding, Dilation, Groups, Activation.Relu);
            y.Backward(Numbers(4, [.. y.Shape]).To<T>());
            return [y.Detach(), x.Grad!, w.Grad!, b.Grad!];
        }
    }

    static readonly Case[] Cases =
    [
        new([2, 5, 9, 11], [5, 1, 3, 3], 1, 1, 1, 5), new([3, 4, 30, 28], [4, 1, 3, 3], 2, 1, 1, 4), new([1, 6, 17, 40], [12, 1, 5, 5], 1, 2, 2, 6),
        new([2, 3, 20, 21], [2, 3, 3, 3], 1, 0, 1, 1), new([9, 4, 7, 5], [8, 1, 3, 3], 3, 2, 1, 4), new([1, 2, 400, 90], [2, 1, 3, 3], 1, 1, 1, 2),
        new([1, 2, 8, 8], [2, 1, 3, 3], 1, 4, 1, 2), new([2, 1, 40, 41], [2, 1, 7, 7], 2, 3, 1, 1), new([2, 3, 50], [3, 1, 5], 1, Padding.Same, 1, 3),
        new([1, 4, 6, 70], [6, 2, 2, 3], 1, (0, 1), (1), 2),
    ];

    public static TheoryData<int> Numbered => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Numbered))]
    public void Results_and_slopes_are_those_of_double_precision(int number)
    {
        Tensor[] single = Cases[number].Run<float>(), right = Cases[number].Run<double>();
        for (int i = 0; i < right.Length; i++)
        {
            double[] a = single[i].To<double>().ToArray<double>(), b = right[i].ToArray<double>();
            Assert.InRange(a.Zip(b, (v, r) => Math.Abs(v - r)).Max() / b.Max(Math.Abs), 0, 1e-6);
        }
    }

    public static TheoryData<int, int> Machines => new() { { 512, 2 }, { 512, 3 }, { 256, 1 }, { 256, 8 }, { 128, 1 }, { 128, 3 } };

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_the_same_on_every_machine(int vectorBits, int threads)
    {
        foreach (var c in Cases)
        {
            (GemmTiles.VectorBits, WorkTeam.Threads) = (_vectorBits, 1);
            var expected = c.Run<float>();
            (GemmTiles.VectorBits, WorkTeam.Threads) = (Math.Min(vectorBits, _vectorBits), threads);
            foreach (var (a, b) in expected.Zip(c.Run<float>())) Assert.True(Tensor.EqualsExactly(a, b));
        }
    }

    [Fact]
    public void A_group_has_the_bits_of_the_same_among_many_filters()
    {
        // the first two of seven filters are computed by products of matrices, two alone by sliding windows: both are one chain
        Tensor x = Numbers(1, 2, 3, 20, 37).To<float>(), w = Numbers(2, 7, 3, 3, 3).To<float>();
        var many = x.Convolution(w, padding: 1, stride: 2);
        Assert.True(Tensor.EqualsExactly(many[.., ..2], x.Convolution(w[..2], padding: 1, stride: 2)));
    }

    [Fact]
    public void Infinities_stay_where_the_windows_are()
    {
        float[] x = new float[2 * 20 * 20], w = new float[2 * 9];
        Array.Fill(x, 1f);
        Array.Fill(w, 1f);
        x[19] = float.PositiveInfinity; // the last of the first row: no window's first tap sees it
        var image = Tensor.From(x).Reshape(1, 2, 20, 20).AsParameter();
        var weights = Tensor.From(w).Reshape(2, 1, 3, 3).AsParameter();
        image.Convolution(weights, groups: 2).Backward(Tensor.Ones<float>(1, 2, 18, 18));
        float[] slopes = weights.Grad!.ToArray<float>();
        Assert.Equal(18f * 18f, slopes[0]);
        Assert.Equal(float.PositiveInfinity, slopes[2]);
    }

    static Tensor Numbers(ulong seed, params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), seed), shape);
}

using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Convolution beside worked figures, its own transpose, and itself on other hardware.</summary>
[Collection(TeamCollection.Name)]
public sealed class ConvolutionTests : IDisposable
{
    readonly int _vectorBits = GemmTiles.VectorBits, _threads = WorkTeam.Threads;

    public void Dispose() => (GemmTiles.VectorBits, WorkTeam.Threads) = (_vectorBits, _threads);

    static Tensor Image(double[] values, int size) => Tensor.From(values).Reshape(1, 1, size, size);

    [Fact]
    public void A_diagonal_of_two_taps_on_five_by_five()
    {
        var x = Image([128, 97, 53, 201, 198, 35, 22, 25, 200, 195, 37, 24, 28, 197, 182, 33, 28, 92, 195, 179, 31, 40, 100, 192, 177], 5);
        var y = x.Convolution(Image([1, 0, 0, 1], 2));
        Assert.Equal([150, 122, 253, 396, 59, 50, 222, 382, 65, 116, 223, 376, 73, 128, 284, 372], y.ToArray<double>());
    }

    [Fact]
    public void A_cross_of_three_taps_on_five_by_five()
    {
        var x = Image([128, 97, 53, 201, 198, 35, 22, 25, 200, 195, 37, 24, 28, 197, 182, 33, 28, 92, 195, 179, 31, 40, 100, 192, 177], 5);
        var y = x.Convolution(Image([0, 1, 0, 1, 0, 1, 0, 1, 0], 3));
        Assert.Equal([181, 303, 618, 115, 338, 605, 189, 351, 660], y.ToArray<double>());
    }

    [Theory, InlineData(1, 0, 1, 1), InlineData(2, 1, 1, 2), InlineData(1, 2, 2, 3), InlineData(3, 1, 1, 1)]
    public void The_transpose_is_the_adjoint(int stride, int padding, int dilation, int groups)
    {
        Tensor x = Numbers(1, 2, 6, 9, 10), w = Numbers(2, 12, 6 / groups, 3, 3);
        var y = x.Convolution(w, null, stride, padding, dilation, groups);
        var z = Numbers(3, [.. y.Shape]);
        int More(int axis) => (x.Shape[axis] + 2 * padding - 2 * dilation - 1) % stride;
        var back = z.TransposedConvolution(w, null, stride, padding, (More(2), More(3)), dilation, groups);
        Assert.Equal(x.Shape, back.Shape);
        Assert.Equal((double)(y * z).Sum(), (double)(x * back).Sum(), 1e-10);
    }

    [Fact]
    public void An_image_alone_has_the_bits_of_the_image_in_a_batch()
    {
        Tensor x = Numbers(1, 5, 7, 19, 21), w = Numbers(2, 9, 7, 3, 3);
        var together = x.Convolution(w, padding: 1);
        for (int i = 0; i < 5; i++)
            Assert.True(Tensor.EqualsExactly(together[i..(i + 1)], x[i..(i + 1)].Convolution(w, padding: 1)));
    }

    public static TheoryData<int, int> Machines => new() { { 256, 1 }, { 128, 1 }, { 512, 2 }, { 256, 8 } };

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_the_same_on_every_machine_in_double_precision(int vectorBits, int threads) => SameBits<double>(vectorBits, threads);

    [Theory, MemberData(nameof(Machines))]
    public void Bits_are_the_same_on_every_machine_in_single_precision(int vectorBits, int threads) => SameBits<float>(vectorBits, threads);

    void SameBits<T>(int vectorBits, int threads) where T : unmanaged, System.Numerics.INumber<T>
    {
        foreach (var (images, channels, filters, side, taps, stride, groups) in
            ((int, int, int, int, int, int, int)[])[(3, 8, 12, 23, 3, 1, 1), (2, 6, 9, 17, 5, 2, 3), (9, 5, 5, 12, 3, 1, 5), (1, 100, 10, 9, 3, 1, 1), (4, 30, 70, 6, 1, 1, 1)])
        {
            WorkTeam.Threads = 1;
            GemmTiles.VectorBits = 512 <= _vectorBits ? 512 : _vectorBits;
            var expected = All();
            WorkTeam.Threads = threads;
            if (vectorBits <= _vectorBits) GemmTiles.VectorBits = vectorBits;
            foreach (var (a, b) in expected.Zip(All())) Assert.True(Tensor.EqualsExactly(a, b));

            Tensor[] All()
            {
                var x = Numbers(1, images, channels, side, side).To<T>().AsParameter();
                var w = Numbers(2, filters, channels / groups, taps, taps).To<T>().AsParameter();
                var b = Numbers(3, filters).To<T>();
                var y = x.Convolution(w, b, stride, taps / 2, 1, groups, Activation.Relu);
                y.Backward(Numbers(4, [.. y.Shape]).To<T>());
                return [y.Detach(), x.Grad!, w.Grad!];
            }
        }
    }

    static Tensor Numbers(ulong seed, params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), seed), shape);
}

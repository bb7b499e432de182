using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>What attention promises beside its values.</summary>
[Collection(TeamCollection.Name)]
public sealed class AttentionTests : IDisposable
{
    readonly (int Tile, int Lanes, int Threads) _before = (GemmTiles.VectorBits, Lanes.VectorBits, WorkTeam.Threads);

    public void Dispose() => (GemmTiles.VectorBits, Lanes.VectorBits, WorkTeam.Threads) = _before;

    static Tensor Numbers(DType dtype, ulong seed, params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), seed), shape).To(dtype);

    static readonly Tensor Allowed = Tensor.From<bool>([.. Enumerable.Range(0, 210 * 190).Select(i => (i / 190 * 7 + i % 190 * 3) % 5 > 1)], 210, 190);

    static readonly RandomStream Draws = Rng.Stream(3, "attention", "dropout");

    /// <summary>The result and the three gradients of one use that has everything, over more than one block of rows.</summary>
    static Tensor[] Everything(DType dtype)
    {
        Tensor[] x = [Numbers(dtype, 1, 3, 210, 20).AsParameter(), Numbers(dtype, 2, 3, 190, 20).AsParameter(), Numbers(dtype, 3, 190, 24).AsParameter()];
        var y = Tensor.Attention(x[0], x[1], x[2], Allowed, causal: true, dropout: 0.1, draws: Draws);
        y.Backward(Numbers(dtype, 4, 3, 210, 24));
        return [y, .. x.Select(t => t.Grad!)];
    }

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void The_bits_are_those_of_one_thread_without_vectors(DType dtype)
    {
        (GemmTiles.VectorBits, Lanes.VectorBits, WorkTeam.Threads) = (128, 0, 1);
        var expected = Everything(dtype);
        foreach (int threads in new[] { 1, 2, 8 })
            foreach (var (tile, lanes) in new[] { (256, 256), (512, 512), (512, 0) })
            {
                if (tile > _before.Tile || lanes > _before.Lanes) continue;
                (GemmTiles.VectorBits, Lanes.VectorBits, WorkTeam.Threads) = (tile, lanes, threads);
                foreach (var (right, value) in expected.Zip(Everything(dtype))) Assert.True(Tensor.EqualsExactly(right, value), $"{tile}, {lanes}, {threads}");
            }
    }

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void A_row_alone_has_the_bits_of_the_row_among_others(DType dtype)
    {
        Tensor q = Numbers(dtype, 1, 2, 130, 20), k = Numbers(dtype, 2, 2, 900, 20), v = Numbers(dtype, 3, 2, 900, 24), mask = Numbers(dtype, 4, 130, 900);
        var all = Tensor.Attention(q, k, v, mask);
        foreach (int row in new[] { 0, 1, 77, 129 })
            Assert.True(Tensor.EqualsExactly(all[1, row..(row + 1)], Tensor.Attention(q[1, row..(row + 1)], k[1], v[1], mask[row..(row + 1)])), $"row {row}");
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_sequence_alone_has_the_bits_of_the_one_in_a_batch(bool causal)
    {
        Tensor[] Slopes(Func<Tensor, Tensor> part)
        {
            Tensor[] x = [.. new ulong[] { 1, 2, 3 }.Select(seed => part(Numbers(DType.Float32, seed, 5, 100, 8)).AsParameter())];
            var y = Tensor.Attention(x[0], x[1], x[2], causal: causal);
            y.Backward(part(Numbers(DType.Float32, 4, 5, 100, 8)));
            return [y, .. x.Select(t => t.Grad!)];
        }
        foreach (var (whole, one) in Slopes(t => t).Zip(Slopes(t => t[3]))) Assert.True(Tensor.EqualsExactly(whole[3], one));
    }

    [Fact]
    public void A_row_that_sees_nothing_gives_zeros_and_takes_none()
    {
        Tensor[] x = [.. new ulong[] { 1, 2, 3 }.Select(seed => Numbers(DType.Float32, seed, 4, 6).AsParameter())];
        var isThird = Tensor.Arange(4).Unsqueeze(1).EqualTo(2).BroadcastTo(4, 4);
        foreach (var mask in new[] { isThird.EqualTo(false), Tensor.Where(isThird, float.NegativeInfinity, Tensor.Zeros<float>(4, 4)) })
        {
            var y = Tensor.Attention(x[0], x[1], x[2], mask);
            Assert.Equal(new float[6], y[2].ToArray<float>());
            Assert.Equal(new float[6], Tensor.Attention(x[0][2..3], x[1], x[2], mask[2..3]).ToArray<float>());
            foreach (var t in x) t.ZeroGrad();
            y.Backward(Numbers(DType.Float32, 5, 4, 6));
            Assert.Equal(new float[6], x[0].Grad![2].ToArray<float>());
            foreach (var t in x) Assert.All(t.Grad!.ToArray<float>(), g => Assert.True(float.IsFinite(g)));
        }
    }

    [Fact]
    public void In_blocks_and_in_tensor_operations_the_gradients_are_the_same()
    {
        Tensor[] Slopes(bool composed)
        {
            Tensor[] x = [Numbers(DType.Float64, 1, 2, 210, 5).AsParameter(), Numbers(DType.Float64, 2, 190, 5).AsParameter(), Numbers(DType.Float64, 3, 2, 190, 3).AsParameter()];
            Tensor.Attention(x[0], x[1], x[2], Allowed, causal: true, dropout: 0.3, draws: Draws).Backward(Numbers(DType.Float64, 4, 2, 210, 3), createGraph: composed);
            return [.. x.Select(t => t.Grad!)];
        }
        foreach (var (blocks, composed) in Slopes(false).Zip(Slopes(true)))
            Assert.True((double)(blocks - composed).Abs().Max() < 1e-13 * (double)composed.Abs().Max());
    }

    [Fact]
    public void Heads_beside_one_another_give_results_beside_one_another()
    {
        Tensor q = Numbers(DType.Float32, 1, 2, 5, 3, 4), k = Numbers(DType.Float32, 2, 2, 7, 3, 4), v = Numbers(DType.Float32, 3, 2, 7, 3, 6);
        var y = Tensor.Attention(q.Transpose(1, 2), k.Transpose(1, 2), v.Transpose(1, 2));
        Assert.True(y.Transpose(1, 2).IsContiguous);
        Assert.True(Tensor.EqualsExactly(y, Tensor.Attention(q.Transpose(1, 2).Copy(), k.Transpose(1, 2).Copy(), v.Transpose(1, 2).Copy())));
    }

    [Fact]
    public void What_all_rows_find_for_all_keys_is_never_all_there()
    {
        const int length = 4096; // all scores would take 64 MB
        Tensor[] x = [.. new ulong[] { 1, 2, 3 }.Select(seed => Numbers(DType.Float32, seed, length, 8).AsParameter())];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Tensor.Attention(x[0], x[1], x[2], causal: true).Backward(Tensor.Ones<float>(length, 8));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 << 20);
    }

    [Fact]
    public void Dropping_all_gives_zeros()
    {
        var x = Numbers(DType.Float32, 1, 3, 4).AsParameter();
        var y = Tensor.Attention(x, x, x, dropout: 1, draws: Draws);
        Assert.Equal(new float[12], y.ToArray<float>());
        y.Backward(Tensor.Ones<float>(3, 4));
        Assert.Equal(new float[12], x.Grad!.ToArray<float>());
    }
}

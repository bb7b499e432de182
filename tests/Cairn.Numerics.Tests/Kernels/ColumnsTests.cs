using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>A reduction over columns, or over axes in the middle, has the bits of the same reduction over rows.</summary>
[Collection(TeamCollection.Name)]
public sealed class ColumnsTests : IDisposable
{
    readonly int _vectorBits = Lanes.VectorBits;

    public static TheoryData<int, int> Machines => new() { { 512, 1 }, { 256, 2 }, { 0, 3 }, { 512, 8 } };

    public void Dispose() => Lanes.VectorBits = _vectorBits;

    static int[][] Shapes =>
    [
        [1, 1, 5], [1, 3, 1], [2, 7, 3], [1, 63, 9], [1, 64, 17], [3, 65, 16], [1, 100, 130], [1, 1023, 33], [2, 1025, 8], [1, 1100, 300], [1, 16385, 5],
        [1, 40000, 19],
    ];

    [Theory, MemberData(nameof(Machines))]
    public void Columns_have_the_bits_of_rows(int vectorBits, int threads)
    {
        Lanes.VectorBits = vectorBits;
        WorkTeam.Threads = threads;
        foreach (int[] shape in Shapes)
        {
            var x = Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), 9), shape);
            foreach (var t in new[] { x, x.To<float>() })
            {
                var rows = t.Transpose(1, 2).Copy();
                Func<Tensor, int, Tensor>[] reductions =
                [
                    (y, a) => y.Sum(a), (y, a) => y.Mean(a), (y, a) => y.Variance(a), (y, a) => y.Norm(a), (y, a) => y.Min(a), (y, a) => y.Max(a),
                    (y, a) => y.ArgMax(a), (y, a) => y.ArgMin(a), (y, a) => y.LogSumExp(a),
                ];
                for (int i = 0; i < reductions.Length; i++)
                    Assert.True(Tensor.EqualsExactly(reductions[i](rows, 2), reductions[i](t, 1)), $"{i}: {t.DType} [{string.Join(", ", shape)}]");
                Assert.True(Tensor.EqualsExactly(rows.Softmax(2), t.Softmax(1).Transpose(1, 2).Copy()));
                Assert.True(Tensor.EqualsExactly(rows.LogSoftmax(2), t.LogSoftmax(1).Transpose(1, 2).Copy()));
            }
        }
    }

    [Theory, MemberData(nameof(Machines))]
    public void Rows_have_the_bits_of_the_law(int vectorBits, int threads)
    {
        Lanes.VectorBits = vectorBits;
        WorkTeam.Threads = threads;
        foreach (int length in (int[])[3, 10, 64, 100, 1000, 5000])
        {
            int count = 40000 / length;
            var x = Tensor.From<double>(Sequence.Numbers(count * length, 4), count, length).To<float>() * 9;
            float[] shares = x.Softmax().ToArray<float>(), logs = x.LogSoftmax().ToArray<float>(), sums = x.Sum(1).ToArray<float>();
            for (int i = 0; i < count; i++)
            {
                float[] row = x[i].ToArray<float>();
                Assert.Equal(Sums.Sum(row), sums[i]);
                float top = row.Max();
                float[] weights = [.. row.Select(v => SafeMath.Exp(v - top))];
                float sum = Sums.Sum(weights);
                Assert.Equal(weights.Select(w => w / sum), shares[(i * length)..((i + 1) * length)]);
                weights[Array.IndexOf(row, top)] = 0;
                float log = SafeMath.Log1P(Sums.Sum(weights));
                Assert.Equal(row.Select(v => v - top - log), logs[(i * length)..((i + 1) * length)]);
            }
        }
    }

    [Fact]
    public void Special_numbers_go_down_columns_as_along_rows()
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.MaxValue, double.MaxValue, 5e-324];
        var x = Tensor.From<double>(odd, 7, 1) * Tensor.Ones<double>(1, 20);
        for (int from = 0; from < 7; from++)
        {
            Tensor some = x[from..].Copy(), rows = some.T.Copy();
            Assert.True(Tensor.EqualsExactly(rows.Mean(1), some.Mean(0)), $"mean from {from}");
            Assert.True(Tensor.EqualsExactly(rows.Norm(1), some.Norm(0)), $"norm from {from}");
            Assert.True(Tensor.EqualsExactly(rows.Max(1), some.Max(0)), $"max from {from}");
            Assert.True(Tensor.EqualsExactly(rows.ArgMin(1), some.ArgMin(0)), $"place from {from}");
            Assert.True(Tensor.EqualsExactly(rows.Softmax(1).T.Copy(), some.Softmax(0)), $"shares from {from}");
        }
    }

    [Fact]
    public void Rules_in_one_pass_have_the_bits_of_composed_ones()
    {
        foreach (int length in (int[])[3, 10, 100, 1000])
        {
            int count = 40000 / length;
            var x = Tensor.From<double>(Sequence.Numbers(count * length, 4), count, length).To<float>();
            var weights = Tensor.From<double>(Sequence.Numbers(count * length, 5), count, length).To<float>();
            var classes = Tensor.From([.. Enumerable.Range(0, count).Select(i => i * 7 % length)], count);
            Func<Tensor, Tensor>[] losses =
            [
                t => (t.Softmax() * weights).Sum(), t => (t.LogSoftmax() * weights).Sum(), t => (t.CrossEntropyFromLogits(classes) * weights[.., 0]).Sum(),
            ];
            foreach (var loss in losses)
            {
                Tensor once = x.AsParameter(), again = x.Copy().AsParameter();
                loss(once).Backward();
                loss(again).Backward(createGraph: true);
                Assert.True(Tensor.EqualsExactly(once.Grad!.Detach(), again.Grad!.Detach()));
            }
        }
    }
}

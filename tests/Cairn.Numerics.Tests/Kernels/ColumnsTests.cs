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

    [Theory, MemberData(nameof(Machines))]
    public void Running_sums_follow_their_chunks(int vectorBits, int threads)
    {
        Lanes.VectorBits = vectorBits;
        WorkTeam.Threads = threads;
        foreach (int n in (int[])[1, 100, 16384, 16385, 70000, 200_000])
        {
            float[] x = [.. Sequence.Numbers(n, 6).Select(v => (float)v)], expected = [.. x];
            for (int i = 1; i < n; i++)
                if (i % 16384 != 0) expected[i] = expected[i - 1] + expected[i];
            for (int i = 16384; i < n; i++) expected[i] += expected[i / 16384 * 16384 - 1];
            Assert.Equal(expected, Tensor.From(x).CumulativeSum(0).ToArray<float>());
            Tensor three = Tensor.Stack([x, x, x], 1);
            Assert.Equal(expected, three.CumulativeSum(0)[.., 1].ToArray<float>());
            Assert.Equal(expected, three.T.CumulativeSum(1)[2].ToArray<float>());
        }
    }

    [Fact]
    public void Long_sorts_are_stable_and_put_NaN_last()
    {
        foreach (int n in (int[])[2, 31, 32, 33, 1000, 5000, 100_000])
        {
            double[] x = [.. Sequence.Numbers(n, 2).Select((v, i) => i % 11 == 3 ? double.NaN : i % 7 == 2 ? -0.0 : i % 7 == 4 ? 0.0 : Math.Round(v * n / 3))];
            int Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a == b ? 0 : a.CompareTo(b);
            int[] places = [.. Enumerable.Range(0, n)], up = [.. places.OrderBy(i => x[i], Comparer<double>.Create(Compare))];
            int[] down = [.. places.OrderBy(i => x[i], Comparer<double>.Create((a, b) => Compare(b, a)))];
            Tensor t = x;
            Assert.Equal(up, t.ArgSort().ToArray<int>());
            Assert.Equal(down, t.ArgSort(descending: true).ToArray<int>());
            Assert.Equal(up, t.To<float>().ArgSort().ToArray<int>());
            Assert.Equal(down[..(n / 2)], t.TopK(n / 2).Positions.ToArray<int>());
            long[] whole = [.. x.Select(v => double.IsNaN(v) ? long.MinValue : (long)v << 33)];
            Assert.Equal(places.OrderBy(i => whole[i]), Tensor.From(whole).ArgSort().ToArray<int>());
            Assert.Equal(places.OrderBy(i => (int)(whole[i] >> 33)), Tensor.From(Array.ConvertAll(whole, v => (int)(v >> 33))).ArgSort().ToArray<int>());
        }
    }

    [Fact]
    public void Gathers_of_many_rows_are_those_of_the_plain_loop()
    {
        const int rows = 500, taken = 3000, width = 40;
        int[] numbers = [.. Enumerable.Range(0, taken).Select(i => (int)(i * 2654435761L % rows))];
        float[] table = [.. Sequence.Numbers(rows * width, 1).Select(v => (float)v)], weights = [.. Sequence.Numbers(taken * width, 2).Select(v => (float)v)];
        var parameter = Tensor.From(table).Reshape(rows, width).AsParameter();
        var y = parameter.Embedding(Tensor.From(numbers));
        Assert.Equal(numbers.SelectMany(r => table[(r * width)..((r + 1) * width)]), y.ToArray<float>());
        y.Backward(Tensor.From(weights).Reshape(taken, width));
        var sums = new float[rows * width];
        for (int i = 0; i < taken * width; i++) sums[numbers[i / width] * width + i % width] += weights[i];
        Assert.Equal(sums, parameter.Grad!.ToArray<float>());
        var wide = Tensor.From([.. Enumerable.Range(0, taken * width).Select(i => numbers[i / width])], taken, width);
        var added = Tensor.Zeros<float>(rows, width).ScatterAdd(0, wide, Tensor.From(weights).Reshape(taken, width));
        Assert.Equal(sums, added.ToArray<float>());
        Assert.Equal(y.ToArray<float>(), parameter.Detach().Gather(0, wide).ToArray<float>());
    }
}

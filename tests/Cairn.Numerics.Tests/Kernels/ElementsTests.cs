using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Elements in bulk, in vectors and by threads, against the same elements one by one; copies against loops over indices.</summary>
public sealed class ElementsTests
{
    static readonly double[] Specials =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-310, -1e-310, 1e300, -1e300, double.MaxValue, double.MinValue, double.Epsilon,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-45, -1e-45, 3, -7.25, 8388609, 4503599627370497,
    ];

    public static TheoryData<string> Unary => [.. UnaryTable.Keys];
    public static TheoryData<string> Binary => [.. BinaryTable.Keys];

    static readonly Dictionary<string, Func<Tensor, Tensor>> UnaryTable = new()
    {
        ["negate"] = x => -x,
        ["abs"] = x => x.Abs(),
        ["sign"] = x => x.Sign(),
        ["square"] = x => x.Square(),
        ["sqrt"] = x => x.Sqrt(),
        ["floor"] = x => x.Floor(),
        ["ceiling"] = x => x.Ceiling(),
        ["round"] = x => x.Round(),
        ["relu"] = x => x.Relu(),
        ["add 1"] = x => x + 1,
        ["1 divided"] = x => 1 / x,
        ["to float64"] = x => x.To(DType.Float64),
    };

    static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> BinaryTable = new()
    {
        ["add"] = (x, y) => x + y,
        ["subtract"] = (x, y) => x - y,
        ["multiply"] = (x, y) => x * y,
        ["divide"] = (x, y) => x / y,
        ["minimum"] = Tensor.Minimum,
        ["maximum"] = Tensor.Maximum,
        ["equal"] = (x, y) => x.EqualTo(y),
        ["not equal"] = (x, y) => x.NotEqualTo(y),
        ["less"] = (x, y) => x < y,
        ["at most"] = (x, y) => x <= y,
        ["greater"] = (x, y) => x > y,
        ["at least"] = (x, y) => x >= y,
        ["and"] = (x, y) => (x < 0) & (y < 0),
        ["or"] = (x, y) => (x < 0) | (y < 0),
        ["xor"] = (x, y) => (x < 0) ^ (y < 0),
        ["where"] = (x, y) => Tensor.Where(x < y, x, y),
        ["where mask"] = (x, y) => Tensor.Where(x < y, y < 0, x < 0),
        ["where number"] = (x, y) => Tensor.Where(x < y, 7, y),
    };

    [Theory, MemberData(nameof(Unary))]
    public void VectorsAreNumbersSideBySide(string name)
    {
        var f = UnaryTable[name];
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
        {
            var x = Specimens(dtype, 200, 0);
            AssertSame(f(x), i => f(x[i..(i + 1)]));
        }
    }

    [Theory, MemberData(nameof(Binary))]
    public void VectorsOfTwoAreNumbersSideBySide(string name)
    {
        var f = BinaryTable[name];
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64, DType.Int32, DType.Int64])
        {
            if (name == "divide" && !dtype.IsFloating()) continue;
            var x = Specimens(dtype, 700, 0);
            var y = Specimens(dtype, 700, 1);
            AssertSame(f(x, y), i => f(x[i..(i + 1)], y[i..(i + 1)]));
            AssertSame(f(x, y[3..4]), i => f(x[i..(i + 1)], y[3..4]));
            AssertSame(f(x[5..6], y), i => f(x[5..6], y[i..(i + 1)]));
        }
    }

    [Fact]
    public void RowsColumnsPlanesAndStridesMeetAsTheirIndicesSay()
    {
        int[][] shapes = [[1], [70], [5, 1], [5, 70], [3, 1, 1], [3, 5, 1], [3, 5, 70], [2, 1, 1, 1], [2, 3, 1, 70], [2, 1, 5, 1], [2, 3, 5, 70]];
        foreach (int[] a in shapes)
            foreach (int[] b in shapes)
                foreach (bool isTurned in (bool[])[false, true])
                {
                    var x = Numbered(a, isTurned);
                    var y = Numbered(b, false);
                    var z = x * 1000 - y;
                    var less = x < y;
                    var chosen = Tensor.Where(less, x, y);
                    int[] index = new int[z.Rank];
                    for (int i = 0; i < z.Length; i += 7)
                    {
                        for (int k = z.Rank - 1, at = i; k >= 0; at /= z.Shape[k], k--) index[k] = at % z.Shape[k];
                        double v = At(x, index), w = At(y, index);
                        Assert.Equal(v * 1000 - w, At(z, index));
                        Assert.Equal(v < w, less.AsReadOnlySpan<bool>()[i]);
                        Assert.Equal(v < w ? v : w, At(chosen, index));
                    }
                }
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(8)]
    public void ThreadsDoNotShow(int threads)
    {
        int before = WorkTeam.Threads;
        var x = Specimens(DType.Float32, 300_001, 0);
        var row = Specimens(DType.Float32, 1001, 1);
        var column = Specimens(DType.Float32, 299, 2).Reshape(299, 1);
        var matrix = x[..(299 * 1001)].Reshape(299, 1001);
        Tensor[] Run() => [x + x, x.Relu(), x.Sqrt(), matrix + row, matrix * column, (matrix < row).To(DType.UInt8), x.To(DType.Float64),
            matrix.T.Copy(), Tensor.Where(matrix > row, matrix, column), x.Sigmoid()];
        WorkTeam.Threads = 1;
        var alone = Run();
        try
        {
            WorkTeam.Threads = threads;
            foreach (var (one, other) in alone.Zip(Run())) Assert.Equal(Bits(one), Bits(other));
        }
        finally
        {
            WorkTeam.Threads = before;
        }
    }

    [Fact]
    public void CopiesOfViewsAreTheElementsInOrder()
    {
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64, DType.Int32, DType.Int64, DType.UInt8, DType.Bool])
        {
            int bound = dtype switch { DType.Bool => 2, DType.UInt8 => 251, _ => int.MaxValue };
            var x = Tensor.From([.. Enumerable.Range(0, 7 * 150 * 131).Select(i => i % bound)]).To(dtype).Reshape(7, 150, 131);
            Tensor[] views = [x.Permute(2, 1, 0), x.Permute(0, 2, 1), x.Permute(1, 0, 2), x.Permute(2, 0, 1), x[.., 3..140, 5..101].Permute(0, 2, 1),
                x[2].T, x[.., .., 3], x[.., 4], x[1..2].Permute(2, 1, 0)];
            foreach (var view in views)
            {
                var copy = view.Copy();
                Assert.True(copy.IsContiguous);
                int[] index = new int[view.Rank];
                for (int i = 0; i < view.Length; i += 3)
                {
                    for (int k = view.Rank - 1, at = i; k >= 0; at /= view.Shape[k], k--) index[k] = at % view.Shape[k];
                    if (At(view, index) != At(copy, index)) Assert.Fail($"{dtype} {view.Shape} [{string.Join(", ", index)}]");
                }
                var target = Tensor.Zeros(dtype, [.. x.Shape]);
                if (view.Rank != 3 || view.Length != x.Length) continue;
                var place = target.Permute(2, 1, 0);
                if (place.Shape != view.Shape) continue;
                place.CopyFrom(view);
                Assert.Equal(Bits(x), Bits(target));
            }
        }
    }

    [Fact]
    public void ALossAnywhereInALargeTensorIsNamed()
    {
        double[] x = new double[200_000];
        x[150_001] = 1e300;
        x[190_000] = 1e301;
        Assert.Contains("element [150001]", Assert.Throws<ArgumentException>(() => Tensor.From(x).To(DType.Float32)).Message, StringComparison.Ordinal);
        x[140_000] = 0.5;
        Assert.Contains("element [140000]", Assert.Throws<ArgumentException>(() => Tensor.From(x).To(DType.Int32)).Message, StringComparison.Ordinal);
        int[] n = new int[200_000];
        n[150_001] = int.MaxValue;
        Assert.Contains("out of range", Assert.Throws<ArgumentException>(() => Tensor.From(n) + 1).Message, StringComparison.Ordinal);
    }

    static Tensor Specimens(DType dtype, int length, int seed)
    {
        double[] x = new double[length];
        for (int i = 0; i < length; i++)
        {
            double value = Specials[(i * 7 + i / 25 * (seed + 3) + seed) % Specials.Length];
            x[i] = dtype == DType.Float64 ? value : dtype == DType.Float32 ? (float)value : double.IsFinite(value) && Math.Abs(value) < 1000 ? Math.Floor(value) : i % 5;
        }
        return dtype == DType.Float32 ? Tensor.From([.. x.Select(v => (float)v)]) : Tensor.From(x).To(dtype);
    }

    static Tensor Numbered(int[] shape, bool isTurned)
    {
        if (!isTurned) return Tensor.Arange(shape.Aggregate((a, b) => a * b)).To(DType.Float64).Reshape(shape);
        int[] back = [.. shape.Reverse()], axes = [.. Enumerable.Range(0, shape.Length).Reverse()];
        return Numbered(back, false).Permute(axes);
    }

    /// <summary>The element that an index of a shape it is broadcast to means.</summary>
    static double At(Tensor t, int[] index)
    {
        Slice[] slices = [.. Enumerable.Range(0, t.Rank).Select(a => (Slice)(t.Shape[a] == 1 ? 0 : index[index.Length - t.Rank + a]))];
        return (double)t[slices].To(DType.Float64);
    }

    static void AssertSame(Tensor all, Func<int, Tensor> one)
    {
        byte[] bits = Bits(all);
        int size = bits.Length / all.Length;
        for (int i = 0; i < all.Length; i++)
            if (!Bits(one(i)).AsSpan().SequenceEqual(bits.AsSpan(i * size, size))) Assert.Fail($"{all.DType} element {i}: {all[i]} and {one(i)}");
    }

    static byte[] Bits(Tensor t) => t.DType switch
    {
        DType.Float32 => Bytes(t.AsReadOnlySpan<float>()),
        DType.Float64 => Bytes(t.AsReadOnlySpan<double>()),
        DType.Int32 => Bytes(t.AsReadOnlySpan<int>()),
        DType.Int64 => Bytes(t.AsReadOnlySpan<long>()),
        DType.UInt8 => Bytes(t.AsReadOnlySpan<byte>()),
        _ => Bytes(t.AsReadOnlySpan<bool>()),
    };

    static byte[] Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray();
}

namespace Cairn.Tests;

public class TensorViewTests
{
    /// <summary>A tensor as it should be: sizes and values in row-major order, every view computed element by element.</summary>
    sealed record Model(int[] Sizes, double[] Values)
    {
        public Model View(int[] sizes, Func<int[], int[]> from)
        {
            var values = new double[sizes.Aggregate(1, (p, s) => p * s)];
            for (int i = 0; i < values.Length; i++) values[i] = this[from(Index(i, sizes))];
            return new Model(sizes, values);
        }

        double this[int[] index]
        {
            get
            {
                int at = 0;
                for (int a = 0; a < Sizes.Length; a++) at = at * Sizes[a] + index[a];
                return Values[at];
            }
        }

        static int[] Index(int i, int[] sizes)
        {
            var index = new int[sizes.Length];
            for (int a = sizes.Length - 1; a >= 0; a--) (i, index[a]) = (i / sizes[a], i % sizes[a]);
            return index;
        }
    }

    [Fact]
    public void Chains_of_views_show_what_element_by_element_loops_give()
    {
        uint state = 1;
        int Draw(int below) => (int)((state = state * 1664525 + 1013904223) >> 8) % below;

        int[][] starts = [[], [1], [7], [0], [2, 3], [4, 1], [3, 0, 2], [2, 3, 4], [1, 5, 1, 2], [2, 2, 3, 2]];
        for (int chain = 0; chain < 600; chain++)
        {
            int[] sizes = starts[chain % starts.Length];
            int length = sizes.Aggregate(1, (p, s) => p * s);
            var t = Tensor.Arange(0.0, length).Reshape(sizes);
            var m = new Model(sizes, [.. Enumerable.Range(0, length).Select(i => (double)i)]);
            for (int step = 0; step < 5; step++)
            {
                int rank = m.Sizes.Length;
                int a = rank == 0 ? 0 : Draw(rank), b = rank == 0 ? 0 : Draw(rank);
                switch (Draw(8))
                {
                    case 0 when rank > 0:
                        t = t.Transpose(a, b - rank);
                        m = m.View(Swap(m.Sizes, a, b), i => Swap(i, a, b));
                        break;
                    case 1 when rank > 0 && m.Sizes[a] > 0:
                        int at = Draw(m.Sizes[a]);
                        t = t[[.. Enumerable.Repeat(Slice.All, a), at]];
                        m = m.View(Remove(m.Sizes, a), i => Insert(i, a, at));
                        break;
                    case 2 when rank > 0 && m.Sizes[a] > 0:
                        int first = Draw(m.Sizes[a]), count = (m.Sizes[a] - first + 1) / 2;
                        t = t[[Slice.Ellipsis, Slice.Step(first, null, 2), .. Enumerable.Repeat(Slice.All, rank - 1 - a)]];
                        m = m.View(Set(m.Sizes, a, count), i => Set(i, a, first + 2 * i[a]));
                        break;
                    case 3 when rank > 0 && m.Sizes[a] > 0:
                        int last = m.Sizes[a] - 1;
                        t = t[[.. Enumerable.Repeat(Slice.All, a), Slice.Step(null, null, -1)]];
                        m = m.View(m.Sizes, i => Set(i, a, last - i[a]));
                        break;
                    case 4:
                        t = t.Unsqueeze(a);
                        m = m.View(Insert(m.Sizes, a, 1), i => Remove(i, a));
                        break;
                    case 5 when rank < 5:
                        t = t.BroadcastTo([2, .. m.Sizes]);
                        m = m.View([2, .. m.Sizes], i => i[1..]);
                        break;
                    case 6 when rank > 1:
                        int[] merged = [-1, .. m.Sizes[2..]];
                        if (m.Sizes[2..].Contains(0)) break;
                        t = t.Reshape(merged);
                        m = m with { Sizes = [m.Sizes[0] * m.Sizes[1], .. m.Sizes[2..]] };
                        break;
                    case 7 when rank > 0 && m.Sizes[a] % 2 == 0:
                        int[] cut = [.. m.Sizes[..a], 2, m.Sizes[a] / 2, .. m.Sizes[(a + 1)..]];
                        t = t.Reshape(cut);
                        m = m with { Sizes = cut };
                        break;
                }
                Assert.Equal(m.Sizes, t.Shape.AsSpan().ToArray());
                Assert.Equal(m.Values, t.ToArray<double>());
                Assert.Equal(m.Values.Sum(), (double)t.Sum());
            }
        }
    }

    static int[] Swap(int[] x, int a, int b)
    {
        int[] y = [.. x];
        (y[a], y[b]) = (y[b], y[a]);
        return y;
    }

    static int[] Remove(int[] x, int a) => [.. x[..a], .. x[(a + 1)..]];
    static int[] Insert(int[] x, int a, int value) => [.. x[..a], value, .. x[a..]];
    static int[] Set(int[] x, int a, int value) => [.. x[..a], value, .. x[(a + 1)..]];

    [Fact]
    public void Reshape_is_a_view_when_the_strides_allow_it()
    {
        var t = Tensor.Zeros<int>(4, 6);
        t[.., 0..3].Reshape(2, 2, 3)[1, 1, 2] = 5;
        Assert.Equal(5, (int)t[3, 2]);
        t.T.Reshape(3, 2, 4)[2, 1, 3] = 6;
        Assert.Equal(6, (int)t[3, 5]);
        t.T.Reshape(24).Fill(9);
        Assert.Equal(5, (int)t[3, 2]);
        t.Flatten()[0] = 8;
        Assert.Equal(8, (int)t[0, 0]);
    }

    [Fact]
    public void Views_refuse_what_does_not_fit()
    {
        var t = Tensor.Zeros<int>(2, 3);
        Says("Reshape: [2, 3] has 6 elements, which do not fill [4, 2]", () => t.Reshape(4, 2));
        Says("Reshape: [2, 3] has 6 elements, which do not fill [4, -1]", () => t.Reshape(4, -1));
        Says("Permute: 1 axes are given, but [2, 3] has 2", () => t.Permute(0));
        Says("Permute: axis 1 of [2, 3] is given twice", () => t.Permute(1, -1));
        Says("Transpose: axis 2 is out of range: [2, 3] has 2 axes", () => t.Transpose(0, 2));
        Says("Squeeze: axis 1 of [2, 3] has size 3, not 1", () => t.Squeeze(-1));
        Says("BroadcastTo: [2, 3] does not broadcast to [3, 2]", () => t.BroadcastTo(3, 2));
        Says("BroadcastTo: [2, 3] does not broadcast to [3]", () => t.BroadcastTo(3));
        Assert.StartsWith("T: [3] is no matrix", Assert.Throws<InvalidOperationException>(() => t[0].T).Message);
        Assert.Equal(new Shape(2, 3), t.Unsqueeze(0).Unsqueeze(-1).Squeeze().Shape);
        Assert.Equal(new Shape(0, 7), Tensor.Zeros<int>(0).Reshape(-1, 7).Shape);
    }

    [Fact]
    public void Concat_and_stack_join_along_any_axis()
    {
        Tensor a = new[,] { { 1.0, 2 }, { 3, 4 } }, b = new[,] { { 5.0, 6 } };
        Assert.Equal([1.0, 2, 3, 4, 5, 6], Tensor.Concat([a, b]).ToArray<double>());
        Assert.Equal([1.0, 2, 5, 3, 4, 6], Tensor.Concat([a, b.T], axis: -1).ToArray<double>());
        var stacked = Tensor.Stack([a, a.T], axis: -1);
        Assert.Equal(new Shape(2, 2, 2), stacked.Shape);
        Assert.Equal([1.0, 1, 2, 3, 3, 2, 4, 4], stacked.ToArray<double>());
        Assert.Equal(DType.Float64, Tensor.Concat([Tensor.Arange(2), Tensor.Arange(0.0, 2)]).DType);
        Says("Concat: [2, 2] and [1, 2] along axis 1: the other axes differ", () => Tensor.Concat([a, b], 1));
        Says("Stack: [2, 2] and [1, 2]: the shapes differ", () => Tensor.Stack([a, b]));
        Says("Concat: there is no tensor", () => Tensor.Concat([]));
    }

    static void Says(string start, Func<Tensor> act) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(act).Message);
}

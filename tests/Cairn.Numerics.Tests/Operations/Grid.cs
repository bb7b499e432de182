namespace Cairn.Tests;

/// <summary>Numbers in a shape, for the plain loops that say what an operation should give.</summary>
sealed record Grid(int[] Shape, double[] Values)
{
    public int Rank => Shape.Length;

    public Tensor ToTensor() => Tensor.From<double>(Values, Shape);

    public static Grid Of(Tensor t) => new([.. t.Shape], t.To<double>().ToArray<double>());

    public override string ToString() => $"[{string.Join(", ", Shape)}]";

    public static int Count(IEnumerable<int> shape) => shape.Aggregate(1, (a, b) => a * b);

    /// <summary>A grid whose element at each index is given by a function.</summary>
    public static Grid Make(int[] shape, Func<int[], double> at)
    {
        var values = new double[Count(shape)];
        var index = new int[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            for (int a = shape.Length - 1, rest = i; a >= 0; rest /= shape[a], a--) index[a] = rest % shape[a];
            values[i] = at(index);
        }
        return new Grid(shape, values);
    }

    /// <summary>The element at an index of the same or a higher rank, where axes of size 1 stand for any.</summary>
    public double At(params int[] index)
    {
        int at = 0;
        for (int a = 0; a < Rank; a++) at = at * Shape[a] + (Shape[a] == 1 ? 0 : index[index.Length - Rank + a]);
        return Values[at];
    }

    public Grid Map(Func<double, double> f) => new(Shape, [.. Values.Select(f)]);

    public static Grid Zip(Grid x, Grid y, Func<double, double, double> f) => Make(Broadcast(x.Shape, y.Shape), i => f(x.At(i), y.At(i)));

    public static int[] Broadcast(int[] x, int[] y)
    {
        int rank = Math.Max(x.Length, y.Length);
        int[] wide(int[] s) => [.. Enumerable.Repeat(1, rank - s.Length), .. s];
        return [.. wide(x).Zip(wide(y), (m, n) => m == 1 ? n : m)];
    }

    /// <summary>One number for the elements along the axes, which are given as a row.</summary>
    public Grid Fold(int[] axes, bool keepDims, Func<double[], double> f)
    {
        bool[] gone = [.. Enumerable.Range(0, Rank).Select(a => axes.Contains(a))];
        int[] kept = [.. Shape.Select((s, a) => gone[a] ? 1 : s)], along = [.. Shape.Where((_, a) => gone[a])];
        var folded = Make(kept, i => f(Make(along, j =>
        {
            int next = 0;
            return At([.. i.Select((at, a) => gone[a] ? j[next++] : at)]);
        }).Values));
        return keepDims ? folded : folded with { Shape = [.. kept.Where((_, a) => !gone[a])] };
    }

    /// <summary>A row for every row along an axis, of the same length or another.</summary>
    public Grid Rows(int axis, Func<double[], double[]> f)
    {
        int[] Index(int[] index, int at) => [.. index.Select((i, a) => a == axis ? at : i)];
        double[] Row(int[] index) => [.. Enumerable.Range(0, Shape[axis]).Select(k => At(Index(index, k)))];
        int length = f(new double[Shape[axis]]).Length;
        int[] shape = [.. Shape.Select((s, a) => a == axis ? length : s)];
        return Make(shape, i => f(Row(Index(i, 0)))[i[axis]]);
    }
}

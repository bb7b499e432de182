using System.Numerics;
using Cairn.Kernels;

namespace Cairn;

// What the factorizations and solvers ask of matrices: the last two axes, the axes before them being batches.
public sealed partial class Tensor
{
    /// <summary>This matrix with floating elements; integers become float64.</summary>
    internal Tensor RealMatrix(string operation)
    {
        if (Rank < 2) throw NoMatrix(operation);
        return RealNumbers(operation);
    }

    ArgumentException NoMatrix(string operation) => new($"{operation}: {Shape} is no matrix; it needs two axes or more");

    /// <summary>These numbers when they are floating, else as float64.</summary>
    internal Tensor RealNumbers(string operation) =>
        DType.IsFloating() ? this : DType == DType.Bool ? throw NoNumber(operation) : As(DType.Float64);

    internal void ThrowIfNotSquare(string operation)
    {
        if (Shape[-1] != Shape[-2])
            throw new ArgumentException($"{operation}: {Shape} is not square: {Shape[-2]} rows and {Shape[-1]} columns");
    }

    /// <summary>Refuses NaN and infinity, in the name of the operation.</summary>
    internal void ThrowIfNotFinite(string operation)
    {
        if (DType == DType.Float32) ThrowIfNotFinite<float>(operation);
        else ThrowIfNotFinite<double>(operation);
    }

    void ThrowIfNotFinite<T>(string operation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Packed();
        var values = x.Lent<T>();
        if (!T.IsFinite(Extremes.MaxAbs<T>(values)))
            for (int i = 0; i < values.Length; i++)
                if (!T.IsFinite(values[i]))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"{operation}: element {IndexText(i)} of {Shape} is {values[i]}; replace or drop what is not finite first"));
        GC.KeepAlive(x);
    }

    /// <summary>The number of matrices.</summary>
    int Batches => Shape.Of("", BatchSizes).Elements;

    /// <summary>The shape of the solutions of systems with a matrix [..., rows, columns] and these right sides: those of a vector are
    /// vectors; batches broadcast.</summary>
    static Shape SolutionShape(Tensor a, Tensor b, int equations, int unknowns, string operation)
    {
        if (b.Rank == 0 || b.Shape[b.Rank == 1 ? 0 : -2] != equations)
            throw new ArgumentException($"{operation}: {a.Shape} with right sides of {b.Shape}: it needs {equations} rows, "
                + $"as in [{equations}] or [..., {equations}, k]", nameof(b));
        var batch = Shape.Broadcast(new Shape(a.BatchSizes), new Shape(b.BatchSizes), $"{operation}: {a.Shape} with right sides of {b.Shape}: batches");
        return Shape.Of(operation, b.Rank == 1 ? [.. batch, unknowns] : [.. batch, unknowns, b.Shape[-1]]);
    }

    /// <summary>This matrix and its right sides in the type that both give together.</summary>
    (Tensor A, Tensor B) System(Tensor b, string operation)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (Rank < 2) throw NoMatrix(operation);
        var dtype = DTypes.Together(DType, b.DType, operation);
        if (dtype == DType.Bool) throw NoNumber(operation);
        if (!dtype.IsFloating()) dtype = DType.Float64;
        return (To(dtype), b.To(dtype));
    }

    /// <summary>The transpose of each matrix, as a view.</summary>
    Tensor Turned() => Transpose(-1, -2);

    /// <summary>Ones where the condition on row and column holds, else zeros.</summary>
    static Tensor Band(DType dtype, int rows, int columns, Func<int, int, bool> holds)
    {
        var ones = new byte[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) ones[i * columns + j] = holds(i, j) ? (byte)1 : (byte)0;
        return Own(ones, new Shape(rows, columns)).As(dtype);
    }
}

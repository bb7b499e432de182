using System.Globalization;
using System.Runtime.Intrinsics;
using Cairn.Kernels;

namespace Cairn;

// What the decompositions ask of the matrices they are given.
public sealed partial class Tensor
{
    /// <summary>The matrices of the last two axes in float64, one after the other, all elements finite.</summary>
    /// <exception cref="ArgumentException">There are no two axes, the elements are bool, one is not finite, or the matrices are not
    /// square though they should be.</exception>
    Tensor Matrices(string operation, bool square)
    {
        if (DType == DType.Bool) throw NoNumber(operation);
        if (Rank < 2)
            throw new ArgumentException($"{operation}: {Shape} is no matrix; it takes at least two axes, the last two being rows and columns");
        if (square && Shape[-1] != Shape[-2])
            throw new ArgumentException($"{operation}: {Shape}: the matrix has {Shape[-2]} rows and {Shape[-1]} columns; it must be square");
        var x = As(DType.Float64).Packed();
        int bad = FirstNotFinite(x.Lent<double>());
        GC.KeepAlive(x);
        return bad < 0 ? x : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{operation}: element {IndexText(bad)} of {Shape} is {x.ToArray<double>()[bad]}; all elements must be finite"));
    }

    static int FirstNotFinite(ReadOnlySpan<double> x)
    {
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var v = Vector512.Create(x[i..]);
            if (!Vector512.LessThanAll(Vector512.Abs(v), Vector512.Create(double.PositiveInfinity))) break;
        }
        for (; i < x.Length; i++)
            if (!double.IsFinite(x[i])) return i;
        return -1;
    }

    /// <summary>The type in which a decomposition of this tensor answers: its own, or float64 of integers.</summary>
    DType AnswerType => DType.IsFloating() ? DType : DType.Float64;

    /// <summary>Runs a decomposition for each matrix: several at once, or each on all threads when there is one only.</summary>
    static void ForEachMatrix<TJob>(int count, TJob job) where TJob : struct, IChunkJob
    {
        if (count == 1) job.Run(0);
        else WorkTeam.For(count, job);
    }
}

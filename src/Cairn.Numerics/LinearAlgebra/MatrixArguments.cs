using Cairn.Kernels;

namespace Cairn;

// What the decompositions ask of the matrices they are given.
public sealed partial class Tensor
{
    /// <summary>The matrices of the last two axes in float64, one after the other, all elements finite.</summary>
    Tensor Matrices(string operation, bool square)
    {
        var x = RealMatrix(operation);
        if (square) ThrowIfNotSquare(operation);
        x.ThrowIfNotFinite(operation);
        return x.As(DType.Float64).Packed();
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

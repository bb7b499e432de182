namespace Cairn.Kernels;

/// <summary>Work on pieces of equal cost, shared among the threads when there is enough of it.</summary>
static class RowShares
{
    const int ShareLength = 16384, SmallestShared = 32768;

    /// <summary>Runs the job for the pieces 0 to count - 1, each of <paramref name="length"/> elements, some at a time.</summary>
    internal static void Run<TPiece>(int count, long length, TPiece piece) where TPiece : struct, IChunkJob
    {
        if (count < 2 || count * length < SmallestShared)
        {
            for (int i = 0; i < count; i++) piece.Run(i);
            return;
        }
        int some = (int)Math.Clamp(ShareLength / Math.Max(length, 1), 1, count);
        WorkTeam.For((count - 1) / some + 1, new Share<TPiece>(piece, some, count));
    }

    readonly struct Share<TPiece>(TPiece piece, int some, int count) : IChunkJob where TPiece : struct, IChunkJob
    {
        public void Run(int chunk)
        {
            for (int i = chunk * some, end = Math.Min(count, i + some); i < end; i++) piece.Run(i);
        }
    }
}

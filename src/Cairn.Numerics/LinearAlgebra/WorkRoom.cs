namespace Cairn.LinearAlgebra;

/// <summary>The memory of one factorisation, handed out piece by piece.</summary>
/// <param name="start">Its first element.</param>
/// <param name="count">How many, <see cref="Border"/> of which may be lost.</param>
unsafe struct WorkRoom(double* start, long count)
{
    internal const int Border = 8;
    const int Lanes = 8;

    double* _next = (double*)(((nint)start + 63) & -64);
    long _left = count - Border;

    /// <summary>Memory for so many elements, to be fixed and kept alive while it is used.</summary>
    /// <exception cref="ArgumentException">That is more than an array holds.</exception>
    internal static Storage<double> Memory(long count) => count + Border <= Array.MaxLength
        ? Storage<double>.Unfilled((int)count + Border)
        : throw new ArgumentException($"A decomposition would need {count} numbers in one piece of memory; the matrix is too large");

    /// <summary>The elements that a piece takes up, so that the next one begins on a border too.</summary>
    internal static long Whole(long count) => (count + Lanes - 1) & -Lanes;

    /// <summary>
    /// The distance between rows of so many elements: whole vectors; and no multiple of 1 KB, since elements below one another would share
    /// a few places of the cache.
    /// </summary>
    internal static int Row(int columns) => (int)Whole(columns) is var row && row % 128 == 0 && row > 0 ? row + Lanes : (int)Whole(columns);

    /// <summary>Elements with anything in them.</summary>
    internal double* Take(long count)
    {
        double* piece = _next;
        _next += Whole(count);
        _left -= Whole(count);
        return _left >= 0 ? piece : throw new InvalidOperationException("WorkRoom: a factorisation asked for more than it had counted");
    }

    /// <summary>Elements that are 0.</summary>
    internal double* Zeros(long count)
    {
        double* piece = Take(count);
        for (long i = 0; i < count; i += int.MaxValue) new Span<double>(piece + i, (int)Math.Min(int.MaxValue, count - i)).Clear();
        return piece;
    }
}

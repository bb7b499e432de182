using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>What becomes of one element. Where IEEE 754 gives the result to the bit, a rule for vectors stands beside that for numbers.</summary>
interface IMapRule<T>
{
    static abstract bool HasVectors { get; }
    static abstract T Of(T x);
    static abstract Vector512<T> Of(Vector512<T> x);
}

/// <summary>What becomes of two elements that meet; see <see cref="IMapRule{T}"/>.</summary>
interface IZipRule<T>
{
    static abstract bool HasVectors { get; }
    static abstract T Of(T x, T y);
    static abstract Vector512<T> Of(Vector512<T> x, Vector512<T> y);
}

/// <summary>What two elements that meet are to each other; a vector's lanes are all bits or none.</summary>
interface ICompareRule<T>
{
    static abstract bool Of(T x, T y);
    static abstract Vector512<T> Of(Vector512<T> x, Vector512<T> y);
}

/// <summary>How an operand is walked within a row: element by element, or one element all along.</summary>
interface IAlong
{
    static abstract int Step { get; }
}

readonly struct Each : IAlong
{
    public static int Step => 1;
}

readonly struct One : IAlong
{
    public static int Step => 0;
}

using System.Numerics;

namespace Cairn;

// How often, and where among others.
public sealed partial class Tensor
{
    /// <summary>The different elements in ascending order, a vector; where each element of this tensor stands among them, of its shape;
    /// and how often each occurs, int64.</summary>
    /// <remarks>All NaN are one element, the last. <c>Values[Positions]</c> is this tensor again.</remarks>
    public (Tensor Values, Tensor Positions, Tensor Counts) Unique()
    {
        var (values, order) = Detach().Flatten().Sort();
        int[] from = order.ToArray<int>(), positions = new int[Length];
        var first = new List<int>();
        bool[] differs = values.Length == 0 ? [] : [true, .. Differ(values)];
        for (int i = 0; i < from.Length; i++)
        {
            if (differs[i]) first.Add(i);
            positions[from[i]] = first.Count - 1;
        }
        var counts = new long[first.Count];
        foreach (int place in positions) counts[place]++;
        return (values[From([.. first])], Own(positions, Shape), Own(counts, new Shape(counts.Length)));
    }

    /// <summary>Whether each element but the first differs from the one before.</summary>
    static bool[] Differ(Tensor sorted)
    {
        Tensor before = sorted[..^1], after = sorted[1..];
        var differ = before.NotEqualTo(after).ToArray<bool>();
        if (!sorted.DType.IsFloating()) return differ;
        var areNaN = (before.NotEqualTo(before) & after.NotEqualTo(after)).ToArray<bool>();
        for (int i = 0; i < differ.Length; i++) differ[i] &= !areNaN[i];
        return differ;
    }

    /// <summary>How often each of the numbers 0, 1, 2, ... occurs, int64, up to the largest element.</summary>
    /// <param name="least">How many counts there are at least, zeros at the end.</param>
    /// <exception cref="ArgumentException">The elements are neither int32, int64 nor uint8, or one is negative or too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="least"/> is negative.</exception>
    public Tensor BinCount(int least = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        if (DType.IsFloating() || DType == DType.Bool)
            throw new ArgumentException(
                $"BinCount: the elements are {DType.Name()}; count whole numbers, converted with To<int>(), or take Histogram");
        long[] values = To<long>().ToArray<long>();
        long bins = least;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] >= Shape.MaxElements)
                throw new ArgumentException(FormattableString.Invariant(
                    $"BinCount: {values[i]} at {IndexText(i)} of {Shape} is no bin from 0 to {Shape.MaxElements}"));
            bins = Math.Max(bins, values[i] + 1);
        }
        var counts = new long[bins];
        foreach (long value in values) counts[value]++;
        return Own(counts, new Shape(counts.Length));
    }

    /// <summary>How many elements fall into each of some intervals of equal width, int64, and the bounds of the intervals,
    /// float64.</summary>
    /// <remarks>An interval holds its lower bound and not its upper one; the last holds both. Elements outside, and NaN, are not
    /// counted.</remarks>
    /// <param name="bins">How many intervals.</param>
    /// <param name="range">The lowest and the highest bound; the smallest and the largest element unless given, and half beside it on
    /// both sides where they are equal.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The range is empty or not finite; it is not given, and the elements have none; or the type is
    /// bool.</exception>
    public (Tensor Counts, Tensor Bounds) Histogram(int bins, (double Low, double High)? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (DType == DType.Bool) throw NoNumber(nameof(Histogram));
        double[] values = Detach().To<double>().ToArray<double>();
        if (range is null && values.Length == 0)
            throw new ArgumentException("Histogram: there are no elements to take a range from; give one", nameof(range));
        var (low, high) = range ?? (values.Min(), values.Max());
        if (range is null && low == high) (low, high) = (low - 0.5, high + 0.5);
        if (!(low < high) || !double.IsFinite(high - low))
            throw new ArgumentException(FormattableString.Invariant(
                $"Histogram: no range from {low} to {high}; both ends must be finite, the first below the second"), nameof(range));
        var bounds = Linspace(low, high, bins + 1);
        double[] edges = bounds.ToArray<double>();
        var counts = new long[bins];
        foreach (double value in values)
        {
            if (!(value >= low && value <= high)) continue;
            int bin = Math.Min((int)((value - low) / (high - low) * bins), bins - 1);
            while (value < edges[bin]) bin--;
            while (bin < bins - 1 && value >= edges[bin + 1]) bin++;
            counts[bin]++;
        }
        return (Own(counts, new Shape(bins)), bounds);
    }

    /// <summary>For each of some values where it belongs in this vector, which is in ascending order: how many elements stand before it,
    /// int32.</summary>
    /// <param name="values">What is looked for, of any shape.</param>
    /// <param name="afterEqual">True for the place behind elements equal to the value; by default before them.</param>
    /// <exception cref="ArgumentException">This is no vector, it is not in ascending order, or a type is bool.</exception>
    public Tensor SearchSorted(Tensor values, bool afterEqual = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Rank != 1) throw new ArgumentException($"SearchSorted: {Shape} is no vector");
        if (DType == DType.Bool || values.DType == DType.Bool) throw NoNumber(nameof(SearchSorted));
        return DTypes.Together(DType, values.DType, nameof(SearchSorted)).IsFloating()
            ? Search<double>(values, afterEqual)
            : Search<long>(values, afterEqual);
    }

    Tensor Search<T>(Tensor values, bool afterEqual) where T : unmanaged, INumber<T>
    {
        T[] sorted = Detach().To<T>().ToArray<T>(), wanted = values.Detach().To<T>().ToArray<T>();
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i].CompareTo(sorted[i - 1]) < 0 && !T.IsNaN(sorted[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"SearchSorted: {sorted[i]} at [{i}] is below {sorted[i - 1]} before it; sort the vector with Sort()"));
        var places = new int[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            int low = 0, high = sorted.Length;
            while (low < high)
            {
                int middle = low + (high - low) / 2;
                if (IsBefore(sorted[middle], wanted[i], afterEqual)) low = middle + 1;
                else high = middle;
            }
            places[i] = low;
        }
        return Own(places, values.Shape);
    }

    /// <summary>Whether an element stands before the place of a value; NaN is the largest.</summary>
    static bool IsBefore<T>(T element, T value, bool afterEqual) where T : INumber<T> =>
        T.IsNaN(value) ? afterEqual || !T.IsNaN(element) : !T.IsNaN(element) && (element < value || (afterEqual && element == value));
}

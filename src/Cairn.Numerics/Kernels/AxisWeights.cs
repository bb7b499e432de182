namespace Cairn.Kernels;

/// <summary>How each of <see cref="Count"/> elements along an axis is a sum of <see cref="Taps"/> weighted ones out of
/// <see cref="Size"/>.</summary>
sealed class AxisWeights
{
    AxisWeights(int size, int count, int taps)
    {
        (Size, Count, Taps) = (size, count, taps);
        (Places, Weights) = (new int[(long)count * taps], new double[(long)count * taps]);
    }

    internal int Size { get; }
    internal int Count { get; }
    internal int Taps { get; }

    /// <summary>Which elements, element after element of the result.</summary>
    internal int[] Places { get; }

    /// <summary>And how much of each.</summary>
    internal double[] Weights { get; }

    /// <summary>The elements between which the ends of an axis of another size lie.</summary>
    /// <param name="size">The elements there are.</param>
    /// <param name="count">The elements wanted.</param>
    /// <param name="interpolation">What stands between them.</param>
    /// <param name="alignsCorners">True when the first and the last elements of both lie on one another, else their outer bounds.</param>
    internal static AxisWeights Between(int size, int count, Interpolation interpolation, bool alignsCorners)
    {
        var weights = new AxisWeights(size, count, interpolation switch { Interpolation.Nearest => 1, Interpolation.Linear => 2, _ => 4 });
        for (int i = 0; i < count; i++)
        {
            if (interpolation == Interpolation.Nearest)
            {
                weights.Set(i, 0, (int)((long)i * size / count), 1);
                continue;
            }
            double place = !alignsCorners ? (i + 0.5) * size / count - 0.5 : count == 1 ? 0 : (double)i * (size - 1) / (count - 1);
            if (interpolation == Interpolation.Linear) place = Math.Max(place, 0);
            int below = (int)Math.Floor(place);
            double share = place - below;
            if (interpolation == Interpolation.Linear)
            {
                weights.Set(i, 0, below, 1 - share);
                weights.Set(i, 1, below + 1, share);
                continue;
            }
            weights.Set(i, 0, below - 1, Outer(1 + share));
            weights.Set(i, 1, below, Inner(share));
            weights.Set(i, 2, below + 1, Inner(1 - share));
            weights.Set(i, 3, below + 2, Outer(2 - share));
        }
        return weights;
    }

    const double A = -0.75;

    /// <summary>The weight of an element at most 1 away.</summary>
    static double Inner(double t) => ((A + 2) * t - (A + 3)) * t * t + 1;

    /// <summary>The weight of an element between 1 and 2 away.</summary>
    static double Outer(double t) => ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;

    void Set(int element, int tap, int place, double weight)
    {
        Places[element * Taps + tap] = Math.Clamp(place, 0, Size - 1);
        Weights[element * Taps + tap] = weight;
    }
}

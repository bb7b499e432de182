using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>Conversions of elements from type to type.</summary>
static unsafe class Casts
{
    /// <summary>Converts, rounding to the nearest; false when an element was lost: a fraction, or a number out of range.</summary>
    internal static bool Run<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        bool isLossy = false;
        fixed (TFrom* source = from)
        fixed (TTo* target = to)
            Elements.Share(to.Length, new Job<TFrom, TTo>(source, target, &isLossy));
        return !isLossy;
    }

    readonly struct Job<TFrom, TTo>(TFrom* from, TTo* to, bool* isLossy) : IRangeJob
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        public void Run(int start, int end)
        {
            try
            {
                if (!Convert(from + start, to + start, end - start)) *isLossy = true;
            }
            catch (OverflowException) { *isLossy = true; }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Convert<TFrom, TTo>(TFrom* from, TTo* to, nint n)
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        bool isKept = true;
        nint i = 0;
        int width = Vector512<float>.Count;
        if (Elements.HasVectors && typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(double))
            for (; i <= n - width; i += width)
            {
                var (low, high) = Vector512.Widen(Vector512.Load((float*)from + i));
                low.Store((double*)to + i);
                high.Store((double*)to + i + width / 2);
            }
        if (Elements.HasVectors && typeof(TFrom) == typeof(double) && typeof(TTo) == typeof(float))
            for (; i <= n - width; i += width)
            {
                var y = Vector512.Narrow(Vector512.Load((double*)from + i), Vector512.Load((double*)from + i + width / 2));
                y.Store((float*)to + i);
                if (!Vector512.EqualsAny(Vector512.Abs(y), Vector512.Create(float.PositiveInfinity))) continue;
                for (nint j = i; j < i + width; j++) isKept &= IsKept(from[j], to[j]);
            }
        for (; i < n; i++)
        {
            to[i] = TTo.CreateChecked(from[i]);
            isKept &= IsKept(from[i], to[i]);
        }
        return isKept;
    }

    /// <summary>True when a converted number is the number, rounded at most where the type is a floating one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsKept<TFrom, TTo>(TFrom from, TTo to)
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo> =>
        typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double)
            ? !TFrom.IsFinite(from) || TTo.IsFinite(to)
            : TFrom.IsInteger(from);
}

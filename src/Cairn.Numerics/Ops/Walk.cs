using System.Runtime.InteropServices;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The elements from the first of this view on, as they lie in memory; booleans may be read as bytes 0 and 1. Lent, as
    /// <see cref="Lent"/> says.</summary>
    ReadOnlySpan<T> From<T>() where T : unmanaged
    {
        var all = typeof(T) == typeof(byte) && DType == DType.Bool
            ? MemoryMarshal.Cast<bool, T>(Whole<bool>(nameof(From)))
            : Whole<T>(nameof(From));
        return all[Math.Min(_offset, all.Length)..];
    }

    /// <summary>How operands are walked beside the result that they are broadcast to, without being copied: neighbouring axes along which
    /// each goes on evenly are one. What three axes cannot express is copied after all.</summary>
    readonly struct Walk
    {
        const int MostAxes = 3;

        readonly Steps _a, _b, _c;

        internal Walk(Shape shape, scoped ref Tensor a, scoped ref Tensor b)
        {
            var c = b;
            this = new Walk(shape, ref a, ref b, ref c);
        }

        internal Walk(Shape shape, scoped ref Tensor a, scoped ref Tensor b, scoped ref Tensor c)
        {
            Span<int> sizes = [1, 1, 1], x = [0, 0, 0], y = [0, 0, 0], z = [0, 0, 0];
            int axes = 0;
            for (int i = 1; i <= shape.Rank; i++)
            {
                int size = shape[^i], xStep = StepAt(a, i), yStep = StepAt(b, i), zStep = StepAt(c, i);
                if (size == 1) continue;
                int last = axes - 1;
                if (axes > 0 && xStep == x[last] * sizes[last] && yStep == y[last] * sizes[last] && zStep == z[last] * sizes[last])
                {
                    sizes[last] *= size;
                    continue;
                }
                if (axes == MostAxes || (axes == 0 && !(IsEven(xStep, yStep, zStep))))
                {
                    Whole(shape, ref a);
                    bool isTwice = ReferenceEquals(b, c);
                    Whole(shape, ref b);
                    if (isTwice) c = b;
                    else Whole(shape, ref c);
                    Extent = new Extent(1, shape.Elements);
                    _a = _b = _c = new Steps(0, 0, 1);
                    return;
                }
                (sizes[axes], x[axes], y[axes], z[axes]) = (size, xStep, yStep, zStep);
                axes++;
            }
            Extent = new Extent(sizes[1], sizes[0]);
            _a = new Steps(x[2], x[1], x[0]);
            _b = new Steps(y[2], y[1], y[0]);
            _c = new Steps(z[2], z[1], z[0]);
        }

        internal Extent Extent { get; }
        internal Steps A => _a;
        internal Steps B => _b;
        internal Steps C => _c;

        /// <summary>How far an operand goes from one place to the next along an axis counted from the last, 1.</summary>
        static int StepAt(Tensor t, int fromLast) => fromLast > t.Rank || t.Shape[^fromLast] == 1 ? 0 : t._strides[^fromLast];

        /// <summary>Rows are walked one by one or not at all, and not all operands stand still.</summary>
        static bool IsEven(int x, int y, int z) => x is 0 or 1 && y is 0 or 1 && z is 0 or 1 && (x | y | z) == 1;

        static void Whole(Shape shape, ref Tensor t)
        {
            if (t.Shape != shape) t = t.ExpandTo(shape, nameof(BroadcastTo));
            t = t.Packed();
        }
    }
}

using System.Numerics;
using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>The loss ln Σ eˣ - x_t of each row of scores x whose true class is t: minus the logarithm of its softmax share.</summary>
    /// <remarks>Softmax and cross-entropy in one: no overflow, and the derivative, softmax - 1 at t, is exact where they apart lose it.
    /// The mean over a batch is <c>logits.CrossEntropyFromLogits(classes).Mean()</c>.</remarks>
    /// <param name="classes">The true classes, int32 or int64, of the shape of the scores without their last axis.</param>
    /// <returns>One loss a row, of the shape of the classes.</returns>
    /// <exception cref="ArgumentException">The scores are not floating, the classes not integers, or their shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is negative or not below the number of scores.</exception>
    public Tensor CrossEntropyFromLogits(Tensor classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (!DType.IsFloating())
            throw new ArgumentException(
                $"CrossEntropyFromLogits: the scores are {DType.Name()}, not float32 or float64; convert them with To(DType)");
        if (Rank == 0 || !Shape.AsSpan()[..^1].SequenceEqual(classes.Shape.AsSpan()))
            throw new ArgumentException($"CrossEntropyFromLogits: scores of {Shape} with classes of {classes.Shape}: "
                + "the classes need the shape of the scores without the last axis", nameof(classes));
        int[] at = Positions(classes, Shape[-1], nameof(CrossEntropyFromLogits));
        var y = DType == DType.Float32 ? RowLosses<float>(at) : RowLosses<double>(at);
        return IsTracked(this) ? y.By(new CrossEntropyFromLogitsNode(this, at)) : y;
    }

    sealed class CrossEntropyFromLogitsNode : Node
    {
        readonly int[] _classes;

        public CrossEntropyFromLogitsNode(Tensor x, int[] classes) : base(x)
        {
            _classes = classes;
            Save(x);
        }

        protected override void Backward(Tensor dy)
        {
            var x = Saved(0);
            if (!Gradients.AreOn) Give(0, x.DType == DType.Float32 ? Slopes<float>(x, dy) : Slopes<double>(x, dy));
            else
            {
                var shares = x.Softmax();
                Give(0, (shares - OneHot(_classes, shares)) * dy.Unsqueeze(-1));
            }
        }

        // the same numbers in one pass
        unsafe Tensor Slopes<T>(Tensor x, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            bool isOne = dy.IsOneNumber;
            if (!isOne) dy = dy.Packed();
            fixed (int* places = _classes)
            fixed (T* factors = dy.Whole<T>(nameof(CrossEntropyFromLogits)))
            {
                var kernel = new LogWeights.LossSlopes<T>(places, factors + (dy.Length == 0 ? 0 : dy._offset), isOne ? 0 : 1);
                var dx = MapRows<T, LogWeights.LossSlopes<T>>(nameof(CrossEntropyFromLogits), x, x.Rank - 1, kernel);
                GC.KeepAlive(dy);
                return dx;
            }
        }

        static Tensor OneHot(int[] classes, Tensor like)
        {
            var hot = Zeros(like.DType, like.Length == 0 ? 0 : classes.Length, like.Shape[-1]);
            for (int i = 0; i < hot.Shape[0]; i++) hot[i, classes[i]] = 1;
            return hot.Reshape(like.Shape.AsSpan());
        }
    }

    unsafe Tensor RowLosses<T>(int[] classes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Packed();
        var losses = Unfilled<T>(new Shape(Shape.AsSpan()[..^1]), out var values);
        fixed (int* places = classes) RowMaps.Run(x.Lent<T>(), new Slabs(classes.Length, Shape[-1], 1), values, new LogWeights.Losses<T>(places));
        GC.KeepAlive(x);
        return Made(nameof(CrossEntropyFromLogits), losses);
    }

    /// <summary>Integers that must be positions below a size.</summary>
    static int[] Positions(Tensor t, int size, string operation)
    {
        if (t.DType is not (DType.Int32 or DType.Int64))
            throw new ArgumentException($"{operation}: positions are int32 or int64, not {t.DType.Name()}; convert them with To<int>()");
        var positions = new int[t.Length];
        t = t.Packed();
        if (t.DType == DType.Int32) Place(t.Lent<int>());
        else Place(t.Lent<long>());
        GC.KeepAlive(t);
        return positions;

        void Place<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
        {
            for (int i = 0; i < values.Length; i++)
            {
                long at = long.CreateTruncating(values[i]);
                if ((ulong)at >= (ulong)size)
                    throw new ArgumentOutOfRangeException(nameof(t),
                        $"{operation}: position {at} at {t.IndexText(i)} of {t.Shape} is out of range: there are {size}, from 0");
                positions[i] = (int)at;
            }
        }
    }
}

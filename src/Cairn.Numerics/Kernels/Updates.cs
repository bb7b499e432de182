using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cairn.Kernels;

/// <summary>The steps of optimizers over the elements of a parameter: everything in one pass over memory, each element on its own, so that
/// the bits depend on neither vectors nor threads.</summary>
static unsafe class Updates
{
    const int ChunkLength = 16384;

    /// <summary>Gradient descent of a parameter w with gradient g, decay being the strength of an L2 penalty:
    /// w -= rate (g + decay w).</summary>
    internal static void Descent<T>(Span<T> w, ReadOnlySpan<T> g, T rate, T decay) where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(w, g, default, default, new DescentStep<T>(rate, decay));

    /// <summary>Descent with momentum: v = momentum v + (g + decay w), then w -= rate v, or, after Nesterov,
    /// w -= rate (g + decay w + momentum v). The velocity v is kept from step to step.</summary>
    internal static void Momentum<T>(Span<T> w, ReadOnlySpan<T> g, Span<T> v, T rate, T momentum, T decay, bool nesterov)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(w, g, v, default, new MomentumStep<T>(rate, momentum, decay, nesterov));

    /// <summary>
    /// Adam, step t from 1, with m and v kept from step to step: m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g²,
    /// w -= rate / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε). The decay is an L2 penalty, added to g, or, decoupled from it, takes
    /// rate · decay of w first. Sources: Kingma, Ba, "Adam", ICLR 2015, algorithm 1;
    /// Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.
    /// </summary>
    internal static void Adam<T>(Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, long step, double rate, double beta1, double beta2,
        double epsilon, double decay, bool decoupled) where T : unmanaged, IFloatingPointIeee754<T>
    {
        static T Of(double x) => T.CreateTruncating(x);
        double first = 1 - Power(beta1, step), second = 1 - Power(beta2, step);
        Run(w, g, m, v, new AdamStep<T>(Of(rate / first), Of(Math.Sqrt(second)), Of(beta1), Of(1 - beta1), Of(beta2), Of(1 - beta2),
            Of(epsilon), Of(decoupled ? 0 : decay), Of(decoupled ? 1 - rate * decay : 1)));
    }

    /// <summary>x to a whole power from 1 on, by squaring.</summary>
    static double Power(double x, long power)
    {
        double y = 1;
        for (; power > 0; power >>= 1, x *= x)
            if ((power & 1) != 0) y *= x;
        return y;
    }

    /// <summary>What becomes of an element of the parameter, its gradient and what the optimizer keeps, in vectors or one by one.</summary>
    interface IStep<T>
    {
        static abstract int Kept { get; }

        void Take(ref Vector<T> w, Vector<T> g, ref Vector<T> m, ref Vector<T> v);

        void Take(ref T w, T g, ref T m, ref T v);
    }

    readonly struct DescentStep<T>(T rate, T decay) : IStep<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Kept => 0;

        public void Take(ref Vector<T> w, Vector<T> g, ref Vector<T> m, ref Vector<T> v) => w -= rate * (g + decay * w);

        public void Take(ref T w, T g, ref T m, ref T v) => w -= rate * (g + decay * w);
    }

    readonly struct MomentumStep<T>(T rate, T momentum, T decay, bool nesterov) : IStep<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Kept => 1;

        public void Take(ref Vector<T> w, Vector<T> g, ref Vector<T> m, ref Vector<T> v)
        {
            g += decay * w;
            m = momentum * m + g;
            w -= rate * (nesterov ? g + momentum * m : m);
        }

        public void Take(ref T w, T g, ref T m, ref T v)
        {
            g += decay * w;
            m = momentum * m + g;
            w -= rate * (nesterov ? g + momentum * m : m);
        }
    }

    readonly struct AdamStep<T>(T rate, T root, T beta1, T rest1, T beta2, T rest2, T epsilon, T decay, T kept) : IStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Kept => 2;

        public void Take(ref Vector<T> w, Vector<T> g, ref Vector<T> m, ref Vector<T> v)
        {
            g += decay * w;
            m = beta1 * m + rest1 * g;
            v = beta2 * v + rest2 * (g * g);
            w = kept * w - rate * m / (Vector.SquareRoot(v) / new Vector<T>(root) + new Vector<T>(epsilon));
        }

        public void Take(ref T w, T g, ref T m, ref T v)
        {
            g += decay * w;
            m = beta1 * m + rest1 * g;
            v = beta2 * v + rest2 * (g * g);
            w = kept * w - rate * m / (T.Sqrt(v) / root + epsilon);
        }
    }

    static void Run<T, TStep>(Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, TStep step)
        where T : unmanaged, IFloatingPointIeee754<T> where TStep : struct, IStep<T>
    {
        if (g.Length != w.Length || (TStep.Kept > 0 && m.Length != w.Length) || (TStep.Kept > 1 && v.Length != w.Length))
            throw new ArgumentException(
                $"Updates: a parameter of {w.Length} elements with a gradient of {g.Length}: all must be equally long", nameof(g));
        fixed (T* pw = w, pg = g, pm = m, pv = v)
        {
            var job = new Job<T, TStep>(pw, pg, pm, pv, w.Length, step);
            if (w.Length <= 2 * ChunkLength) job.Run(0, w.Length);
            else WorkTeam.For((w.Length - 1) / ChunkLength + 1, job);
        }
    }

    readonly struct Job<T, TStep>(T* w, T* g, T* m, T* v, int length, TStep step) : IChunkJob
        where T : unmanaged, IFloatingPointIeee754<T> where TStep : struct, IStep<T>
    {
        public void Run(int chunk) => Run(chunk * ChunkLength, (int)Math.Min(length, (chunk + 1L) * ChunkLength));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Run(int start, int end)
        {
            int i = start;
            for (; i <= end - Vector<T>.Count && Vector.IsHardwareAccelerated; i += Vector<T>.Count)
            {
                Vector<T> x = Vector.Load(w + i), first = default, second = default;
                if (TStep.Kept > 0) first = Vector.Load(m + i);
                if (TStep.Kept > 1) second = Vector.Load(v + i);
                step.Take(ref x, Vector.Load(g + i), ref first, ref second);
                x.Store(w + i);
                if (TStep.Kept > 0) first.Store(m + i);
                if (TStep.Kept > 1) second.Store(v + i);
            }
            for (; i < end; i++)
            {
                T first = default, second = default;
                step.Take(ref w[i], g[i], ref TStep.Kept > 0 ? ref m[i] : ref first, ref TStep.Kept > 1 ? ref v[i] : ref second);
            }
        }
    }
}

using Cairn.Kernels;

namespace Cairn.Optimizers;

/// <summary>What an optimizer does to one element of a parameter.</summary>
public interface IElementRule
{
    /// <summary>Changes an element.</summary>
    /// <param name="w">The element.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="kept">What is kept for it from step to step.</param>
    void Take(ref double w, double g, ref Kept kept);
}

/// <summary>What is kept for one element, in the order of the optimizer's slots.</summary>
public struct Kept
{
    /// <summary>In the first slot.</summary>
    public double First { get; set; }

    /// <summary>In the second slot.</summary>
    public double Second { get; set; }

    /// <summary>In the third slot.</summary>
    public double Third { get; set; }
}

/// <summary>What an optimizer is given to change one parameter.</summary>
/// <param name="Value">The parameter, contiguous, to be changed in place.</param>
/// <param name="Gradient">Its gradient, contiguous, of the same shape and type.</param>
/// <param name="Slots">What is kept for it, in the order of the optimizer's slots.</param>
/// <param name="LearningRate">How far to go in this step.</param>
/// <param name="Count">Which step this is, counted from 1.</param>
/// <param name="GradientScale">What the gradient is multiplied by, where it was too long.</param>
/// <param name="L1">λ₁ of the penalty λ₁ Σ|w|.</param>
/// <param name="L2">λ₂ of the penalty λ₂ Σ w².</param>
/// <param name="WeightDecay">λ of the decay w ← w - η λ w.</param>
public readonly record struct ParameterStep(Tensor Value, Tensor Gradient, IReadOnlyList<Tensor> Slots, double LearningRate, long Count,
    double GradientScale, double L1, double L2, double WeightDecay)
{
    const int ChunkLength = 16384;

    /// <summary>True when a kernel of <see cref="Updates"/> does all that is asked beside its rule: one kind of decay at most.</summary>
    internal bool IsPlain => GradientScale == 1 && L1 == 0 && (L2 == 0 || WeightDecay == 0);

    /// <summary>The elements of the parameter, or, in the order of the slots, what is kept for it.</summary>
    internal Span<T> Elements<T>(int slot = -1) where T : unmanaged => (slot < 0 ? Value : Slots[slot]).AsSpan<T>();

    /// <summary>The elements of the gradient, lent: the stepper keeps it alive, and its memory serves the next step.</summary>
    internal ReadOnlySpan<T> Slopes<T>() where T : unmanaged => Gradient.Lent<T>();

    /// <summary>Applies a rule to every element, in float64 whatever the parameter's type, in one pass over memory: the penalty's gradient
    /// first, then the decay, the rule, and the step toward 0 that the L1 penalty makes.</summary>
    /// <typeparam name="TRule">The rule's type: a struct, so that it is compiled into the loop.</typeparam>
    /// <param name="rule">The rule.</param>
    public void Run<TRule>(TRule rule) where TRule : struct, IElementRule
    {
        if (Value.DType == DType.Float32) Run<float, TRule>(rule);
        else Run<double, TRule>(rule);
    }

    unsafe void Run<T, TRule>(TRule rule) where T : unmanaged where TRule : struct, IElementRule
    {
        fixed (T* pw = Value.AsSpan<T>(), pg = Slopes<T>(), first = Slot<T>(0), second = Slot<T>(1), third = Slot<T>(2))
        {
            var job = new Job<T, TRule>(pw, pg, first, second, third, Value.Length, rule, this);
            if (Value.Length <= ChunkLength) job.Run(0);
            else WorkTeam.For((Value.Length - 1) / ChunkLength + 1, job);
        }
    }

    Span<T> Slot<T>(int slot) where T : unmanaged => slot < Slots.Count ? Slots[slot].AsSpan<T>() : default;

    readonly unsafe struct Job<T, TRule>(T* w, T* g, T* first, T* second, T* third, int length, TRule rule, ParameterStep step) : IChunkJob
        where T : unmanaged where TRule : struct, IElementRule
    {
        readonly double _scale = step.GradientScale, _l2 = 2 * step.L2, _kept = 1 - step.LearningRate * step.WeightDecay,
            _l1 = step.LearningRate * step.L1;

        public void Run(int chunk)
        {
            int end = Math.Min(length, chunk * ChunkLength + ChunkLength);
            var own = rule;
            for (int i = chunk * ChunkLength; i < end; i++)
            {
                Kept kept = default;
                double value = Get(w, i);
                double slope = _scale * Get(g, i) + _l2 * value;
                if (first != null) kept.First = Get(first, i);
                if (second != null) kept.Second = Get(second, i);
                if (third != null) kept.Third = Get(third, i);
                value *= _kept;
                own.Take(ref value, slope, ref kept);
                if (_l1 > 0) value = Math.Abs(value) <= _l1 ? 0 : value - Math.CopySign(_l1, value);
                Put(w, i, value);
                if (first != null) Put(first, i, kept.First);
                if (second != null) Put(second, i, kept.Second);
                if (third != null) Put(third, i, kept.Third);
            }
        }

        static double Get(T* at, int i) => typeof(T) == typeof(float) ? ((float*)at)[i] : ((double*)at)[i];

        static void Put(T* at, int i, double value)
        {
            if (typeof(T) == typeof(float)) ((float*)at)[i] = (float)value;
            else ((double*)at)[i] = value;
        }
    }
}

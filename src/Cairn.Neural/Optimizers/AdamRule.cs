using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Optimizers;

/// <summary>The step of Adam and its kin: w ← w - η m̂ / (√v̂ + ε).</summary>
readonly struct AdamRule : IElementRule
{
    readonly double _rate, _beta1, _beta2, _root, _epsilon;
    readonly bool _isAmsGrad;

    internal AdamRule(in ParameterStep step, double beta1, double beta2, double epsilon, bool isAmsGrad)
    {
        (_beta1, _beta2, _epsilon, _isAmsGrad) = (beta1, beta2, epsilon, isAmsGrad);
        _rate = step.LearningRate / (1 - SafeMath.Pow(beta1, step.Count));
        _root = Math.Sqrt(1 - SafeMath.Pow(beta2, step.Count));
    }

    /// <summary>Mean, mean square, and the greatest mean square when it is asked for.</summary>
    internal static IReadOnlyList<string> SlotsOf(bool isAmsGrad) => isAmsGrad ? ["mean", "square", "greatest"] : ["mean", "square"];

    /// <summary>A step of Adam: by the kernel that does this alone, or by the rule where more is asked.</summary>
    internal static void Step(in ParameterStep step, double beta1, double beta2, double epsilon, bool isAmsGrad)
    {
        if (isAmsGrad || !step.IsPlain) step.Run(new AdamRule(step, beta1, beta2, epsilon, isAmsGrad));
        else if (step.Value.DType == DType.Float32) Plain<float>(step, beta1, beta2, epsilon);
        else Plain<double>(step, beta1, beta2, epsilon);
    }

    static void Plain<T>(in ParameterStep step, double beta1, double beta2, double epsilon) where T : unmanaged, IFloatingPointIeee754<T> =>
        Updates.Adam(step.Elements<T>(), step.Slopes<T>(), step.Elements<T>(0), step.Elements<T>(1), step.Count, step.LearningRate,
            beta1, beta2, epsilon, step.WeightDecay > 0 ? step.WeightDecay : 2 * step.L2, decoupled: step.WeightDecay > 0);

    public void Take(ref double w, double g, ref Kept kept)
    {
        kept.First = _beta1 * kept.First + (1 - _beta1) * g;
        kept.Second = _beta2 * kept.Second + (1 - _beta2) * (g * g);
        if (_isAmsGrad) kept.Third = Math.Max(kept.Third, kept.Second);
        w -= _rate * kept.First / (Math.Sqrt(_isAmsGrad ? kept.Third : kept.Second) / _root + _epsilon);
    }
}

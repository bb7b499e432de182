using Cairn.RandomNumbers;

namespace Cairn.Initializers;

/// <summary>What a parameter's first numbers are drawn from.</summary>
/// <remarks>The fan-in of a shape [outputs, inputs, kernel...] is inputs times the kernel's size, the fan-out outputs times it; of a vector
/// both are its length.</remarks>
public abstract record Initializer : Recipe
{
    /// <summary>The numbers, float64: element i takes draw i of the stream.</summary>
    /// <param name="shape">The parameter's sizes.</param>
    /// <param name="stream">Keyed by the seed and the parameter's path.</param>
    public abstract Tensor Draw(Shape shape, RandomStream stream);

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new Constant { Value = 0 };

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new Constant { Value = 1 };

    /// <summary>Normal with deviation √(2 / fan-in), for layers before relu (He et al. 2015).</summary>
    public static Initializer He { get; } = new VarianceScaling { Gain = 2, Fan = Fan.In, IsNormal = true };

    /// <summary>Uniform within ± √(6 / fan-in), the same variance as <see cref="He"/>.</summary>
    public static Initializer HeUniform { get; } = new VarianceScaling { Gain = 2, Fan = Fan.In };

    /// <summary>Normal with deviation √(2 / (fan-in + fan-out)) (Glorot and Bengio 2010).</summary>
    public static Initializer Xavier { get; } = new VarianceScaling { Fan = Fan.Mean, IsNormal = true };

    /// <summary>Uniform within ± √(6 / (fan-in + fan-out)) (Glorot and Bengio 2010).</summary>
    public static Initializer XavierUniform { get; } = new VarianceScaling { Fan = Fan.Mean };

    /// <summary>Normal with deviation √(1 / fan-in) (LeCun et al. 1998).</summary>
    public static Initializer LeCun { get; } = new VarianceScaling { Fan = Fan.In, IsNormal = true };

    /// <summary>Uniform within ± √(3 / fan-in), the same variance as <see cref="LeCun"/>.</summary>
    public static Initializer LeCunUniform { get; } = new VarianceScaling { Fan = Fan.In };

    /// <summary>Uniform within ± 1 / √fan-in, as PyTorch's layers start.</summary>
    public static Initializer FanInUniform { get; } = new VarianceScaling { Gain = 1 / 3.0, Fan = Fan.In };

    /// <summary>The numbers that flow into one output, or out of one input, through a parameter of this shape.</summary>
    internal static (long In, long Out) FansOf(Shape shape)
    {
        if (shape.Rank == 0) return (1, 1);
        if (shape.Rank == 1) return (shape[0], shape[0]);
        long kernel = 1;
        for (int a = 2; a < shape.Rank; a++) kernel *= shape[a];
        return (shape[1] * kernel, shape[0] * kernel);
    }
}

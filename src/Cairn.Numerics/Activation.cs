namespace Cairn;

/// <summary>A function that <see cref="Tensor.Linear"/> applies to its result on the way.</summary>
public enum Activation
{
    /// <summary>x itself.</summary>
    None,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,
    /// <summary>tanh x.</summary>
    Tanh,
}

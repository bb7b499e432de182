namespace Cairn.Kernels;

/// <summary>The function a matrix product applies to each element at its end.</summary>
enum GemmActivation
{
    /// <summary>None: the element as it is.</summary>
    None,

    /// <summary>max(x, +0); NaN stays NaN, and -0 becomes +0.</summary>
    Relu,
}

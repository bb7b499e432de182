namespace Cairn;

/// <summary>What <see cref="Tensor.Resize"/> puts between the elements of an image.</summary>
public enum Interpolation
{
    /// <summary>The element whose place it is: whole numbers stay what they are.</summary>
    Nearest,
    /// <summary>The straight line between the two elements beside it, along each axis: bilinear, trilinear.</summary>
    Linear,
    /// <summary>The cubic through the four elements beside it (Keys 1981, with a = -3/4), along each axis: bicubic. It may
    /// overshoot.</summary>
    Cubic,
}

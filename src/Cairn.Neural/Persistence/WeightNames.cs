using System.Text;

namespace Cairn.Persistence;

/// <summary>The names of parameters in the files of other libraries, for <see cref="Weights"/>.</summary>
public static class WeightNames
{
    /// <summary>The name in a state dictionary of PyTorch: the words of a path joined by underscores, so that
    /// <c>encoder.layers.0.selfAttn.inProjWeight</c> is <c>encoder.layers.0.self_attn.in_proj_weight</c>; and the slopes of
    /// <see cref="Layers.PRelu"/> are its <c>weight</c>.</summary>
    /// <remarks>Shapes, and the order of gates, are those of PyTorch: <see cref="Layers.Linear"/> [outputs, inputs],
    /// <see cref="Layers.Convolution"/> [outputs, inputs / groups, kernel...], <see cref="Layers.TransposedConvolution"/> [inputs, outputs / groups,
    /// kernel...], <see cref="Layers.Gru"/> r, z, n, <see cref="Layers.Lstm"/> i, f, g, o, <see cref="Layers.MultiHeadAttention"/> q, k, v.</remarks>
    /// <param name="path">The path here.</param>
    public static string PyTorch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = new StringBuilder();
        foreach (char c in path)
        {
            if (char.IsAsciiLetterUpper(c)) name.Append('_').Append(char.ToLowerInvariant(c));
            else name.Append(c);
        }
        int last = path.LastIndexOf('.') + 1;
        return path[last..] == "slope" ? name.ToString(0, name.Length - "slope".Length) + "weight" : name.ToString();
    }
}

namespace Cairn.Tests;

/// <summary>A layer whose file is kept, and the shape of what it is asked.</summary>
/// <param name="Make">Makes it, its parameters not drawn yet.</param>
/// <param name="Input">The shape of the question, rows first.</param>
sealed record GoldenLayer(Func<Module> Make, params int[] Input)
{
    /// <summary>Whether the question is made of whole numbers from 0 to 3 instead of normal ones.</summary>
    internal bool TakesIndices { get; init; }
}

/// <summary>The layers whose files are kept for ever: at least one for each kind. Rows are added, never changed.</summary>
static class GoldenLayers
{
    internal static readonly IReadOnlyDictionary<string, GoldenLayer> Rows = new Dictionary<string, GoldenLayer>
    {
        ["linear"] = new(() => new Linear(3, 2), 4, 3),
        ["linear, tanh, no bias"] = new(() => new Linear(3, 2, bias: false, Activation.Tanh), 4, 3),
        ["relu"] = new(() => new Relu(), 4, 3),
        ["sequential"] = new(() => new Sequential(new Linear(3, 4), new Relu(), new Sequential(new Linear(4, 2))), 4, 3),
    };
}

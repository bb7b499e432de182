namespace Cairn.Preprocessing;

/// <summary>A fitted transformer that knows which columns each column it gives was made of.</summary>
interface IColumnSources : ITransformer
{
    /// <summary>For each column given, the names of the columns it was made of.</summary>
    IReadOnlyList<IReadOnlyList<string>> Sources { get; }
}

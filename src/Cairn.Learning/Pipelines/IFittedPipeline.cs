namespace Cairn.Pipelines;

/// <summary>A fitted pipeline of any kind, to look inside.</summary>
public interface IFittedPipeline
{
    /// <summary>The fitted transformers, in order.</summary>
    IReadOnlyList<ITransformer> Steps { get; }

    /// <summary>The fitted model at the end; null when the pipeline only transforms.</summary>
    object? LastModel { get; }
}

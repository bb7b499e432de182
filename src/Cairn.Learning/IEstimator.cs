namespace Cairn;

/// <summary>A recipe: hyperparameters that can be fitted to data, any number of times, without changing.</summary>
/// <typeparam name="TModel">What fitting gives: an immutable artefact that only fitting or loading can make.</typeparam>
public interface IEstimator<out TModel>
{
    /// <summary>Learns from the data.</summary>
    /// <param name="data">The rows to learn from; they are not changed.</param>
    /// <param name="context">Progress, cancellation, threads and the random path; none means no watcher and all threads.</param>
    /// <exception cref="ArgumentException">The data cannot be learned from; the message names the column or row and the mend.</exception>
    /// <exception cref="OperationCanceledException">The context's token was cancelled.</exception>
    TModel Fit(Dataset data, FitContext? context = null);
}

/// <summary>A recipe that can go on learning from further rows.</summary>
/// <typeparam name="TModel">The artefact.</typeparam>
public interface IUpdatable<TModel>
{
    /// <summary>The model after it has also seen the batch; the given model stays as it is.</summary>
    TModel Update(TModel model, Dataset batch);
}

/// <summary>A recipe whose way to its answer can be walked step by step.</summary>
/// <typeparam name="TState">A true intermediate state of the algorithm.</typeparam>
public interface IStepwise<out TState>
{
    /// <summary>The states one by one, computed as they are asked for.</summary>
    IEnumerable<TState> Steps(Dataset data);
}

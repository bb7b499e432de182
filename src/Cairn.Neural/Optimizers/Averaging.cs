namespace Cairn.Optimizers;

/// <summary>How the weights of many steps become one set: a recipe. <see cref="For"/> makes the averages of one run.</summary>
public abstract record Averaging : Recipe
{
    /// <summary>How much of the mean the next weights make up.</summary>
    /// <param name="count">How many were taken before.</param>
    internal abstract double ShareAt(long count);

    /// <summary>The averages of these parameters.</summary>
    /// <param name="parameters">A module's, running statistics included, which are averaged like weights.</param>
    public WeightAverages For(IReadOnlyList<Parameter> parameters) => new(this, parameters);
}

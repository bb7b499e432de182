namespace Cairn.Training;

/// <summary>Something done while a network trains: a recipe. <see cref="Watch"/> makes what looks on at one training.</summary>
public abstract record Callback : Recipe
{
    /// <summary>What looks on at one training.</summary>
    public abstract ITrainingWatcher Watch();
}

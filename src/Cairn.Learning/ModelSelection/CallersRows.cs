namespace Cairn.ModelSelection;

/// <summary>Lets a message about a bad value name the row of the caller, not that of the part being learned from.</summary>
static class CallersRows
{
    /// <summary>Does the work on parts of the data; where that is refused, asks the recipe to learn from the whole, which names the row.</summary>
    internal static T Named<T>(Func<T> work, IEstimator<object> recipe, Dataset whole, FitContext context)
    {
        try
        {
            return work();
        }
        catch (ArgumentException)
        {
            recipe.Fit(whole, new FitContext { Cancellation = context.Cancellation, Threads = context.Threads });
            throw;
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Cairn.Data;

/// <summary>Asks a model about one row that is a record of the user's own, its properties matched to the features by name.</summary>
public static class RecordPrediction
{
    /// <summary>The number that the model predicts for a record.</summary>
    /// <param name="model">A model fitted on a table, on one target.</param>
    /// <param name="row">The record; a null property is a missing value.</param>
    /// <exception cref="ArgumentException">A feature has no property of its name, or the model predicts several targets.</exception>
    public static double Predict<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(this IRegressor model, T row)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(row);
        var prediction = model.Predict(Features.From(Table.From([row])));
        return prediction.Length == 1
            ? prediction.AsReadOnlySpan<double>()[0]
            : throw new ArgumentException($"model: it predicts {prediction.Length} targets; ask Predict(Table.From([row])) for all of them", nameof(model));
    }

    /// <summary>The name of the class that the model predicts for a record.</summary>
    /// <inheritdoc cref="Predict{T}(IRegressor, T)"/>
    public static string PredictLabel<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(this IClassifier model, T row)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(row);
        return model.PredictLabels(Features.From(Table.From([row])))[0];
    }

    /// <summary>The name of the class that the model predicts, for each row.</summary>
    public static string[] PredictLabels(this IClassifier model, Features x)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Array.ConvertAll(model.Predict(x).ToArray<int>(), k => model.Classes[k]);
    }
}

using System.Text;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Reports;

/// <summary>
/// The report of a training as one HTML page: how good the model is on rows it had not seen, beside a baseline and in plain words, where it
/// errs, what it looks at, and what the data are like.
/// </summary>
/// <remarks>The page holds no script and needs no other file and no network. The same training gives the same bytes.</remarks>
public sealed record TrainingReport
{
    /// <summary>The heading: the name of the data.</summary>
    public required string Title { get; init; }

    /// <summary>What was learned.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The table that was learned from, with the target's column.</summary>
    public required Table Source { get; init; }

    /// <summary>The name of the target's column.</summary>
    public required string Target { get; init; }

    /// <summary>The class that precision, recall and F1 of two classes speak of; null is the second one.</summary>
    public string? Positive { get; init; }

    /// <summary>The rows the model was fitted on.</summary>
    public required Dataset Train { get; init; }

    /// <summary>The rows held out; at least one.</summary>
    public required Dataset Test { get; init; }

    /// <summary>The model: a classifier for classification, a regressor of one target for regression.</summary>
    public required IPredictor Model { get; init; }

    /// <summary>What the model must beat, of the same kind.</summary>
    public required IPredictor Baseline { get; init; }

    /// <summary>What was inferred while the file was read; null when the data is no file.</summary>
    public CsvReport? Inference { get; init; }

    /// <summary>The page: HTML that is well-formed XML too, lines parted by "\n".</summary>
    /// <exception cref="ArgumentException">A model does not suit the task, the target is no column of the source, a data set has no rows or
    /// several targets.</exception>
    public string ToHtml() => ReportPage.Write(new Findings(this));

    /// <summary>Writes the page to a file in UTF-8, all or nothing.</summary>
    /// <param name="path">The file to make or to replace; its folder must exist.</param>
    /// <exception cref="ArgumentException">As <see cref="ToHtml"/>, or the path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood there before is untouched.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }
}

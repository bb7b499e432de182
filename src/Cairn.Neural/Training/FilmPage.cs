using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Reports;

namespace Cairn.Training;

/// <summary>The page that plays a film: its numbers as JSON beside the program that draws them.</summary>
static class FilmPage
{
    internal static string Write(TrainingFilm film, string heading, string ended) => PlayedPage.Write(heading, "training of a network",
        PlayedPage.Css + FilmPageParts.Css, html => html.Add("p", $"{film.Words}; {ended}{Kept(film)}.", ("class", "quiet")), FilmPageParts.Body, Data(film), FilmPageParts.Script);

    /// <summary>Which epoch's network it is that was left, where that is not the last one.</summary>
    static string Kept(TrainingFilm film) => film.KeptEpoch is { } epoch && epoch < film.Epochs.Count
        ? string.Create(CultureInfo.InvariantCulture, $"; the weights of epoch {epoch} were kept") : "";

    static string Data(TrainingFilm film)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Subject(json, film);
            Numbers(json, "losses", film.Epochs.Select(e => (double?)e.Loss));
            Numbers(json, "validation", film.Epochs.Select(e => e.ValidationLoss));
            json.WriteNumber("best", film.Epochs.MinBy(e => e.ValidationLoss ?? e.Loss)?.Epoch ?? 0);
            if (film.KeptEpoch is { } kept) json.WriteNumber("kept", kept);
            json.WriteStartArray("frames");
            foreach (var frame in film.Frames) Frame(json, frame, film.Subject);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static void Subject(Utf8JsonWriter json, TrainingFilm film)
    {
        if (film.Subject is not { } subject || film.Frames.Any(f => f.Answers.Length == 0)) return;
        json.WriteString("kind", subject.Kind);
        Texts(json, "features", subject.Features.Take(2));
        json.WriteString("target", subject.Target);
        if (subject.Classes is not null) Texts(json, "classes", subject.Classes);
        json.WriteNumber("of", subject.Of);
        if (subject.Features.Count <= 2) Numbers(json, "x", subject.X.Select(v => (double?)v));
        Numbers(json, "y", subject.Y.Select(v => (double?)v));
        json.WriteStartArray("ranges");
        foreach (var (low, high) in subject.Ranges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(low);
            json.WriteNumberValue(high);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteNumber("across", FilmSubject.Across);
        json.WriteNumber("up", FilmSubject.Up);
    }

    static void Frame(Utf8JsonWriter json, TrainingFrame frame, FilmSubject? subject)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", frame.Epoch);
        json.WriteNumber("step", frame.Step);
        Number(json, "loss", frame.Loss);
        Number(json, "validation", frame.ValidationLoss);
        Number(json, "rate", frame.LearningRate);
        Number(json, "slope", frame.GradientNorm);
        json.WriteStartArray("layers");
        foreach (var layer in frame.Layers)
        {
            json.WriteStartObject();
            json.WriteString("path", layer.Path);
            Spread(json, "w", layer.Weights);
            if (layer.Gradients is { } gradients) Spread(json, "g", gradients);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (subject is not null && frame.Answers.Length > 0) Answers(json, frame.Answers, subject);
        json.WriteEndObject();
    }

    static void Answers(Utf8JsonWriter json, double[] answers, FilmSubject subject)
    {
        if (subject.Kind == "regions") json.WriteBase64String("cells", Array.ConvertAll(answers, a => (byte)((int)a * 32 + (int)Math.Min((a - Math.Floor(a)) * 62, 31))));
        else if (subject.Kind == "surface")
        {
            double low = subject.Y.Min(), span = Math.Max(subject.Y.Max() - low, double.Epsilon);
            json.WriteBase64String("cells", Array.ConvertAll(answers, a => (byte)Math.Clamp((a - low) / span * 255, 0, 255)));
        }
        else if (subject.Kind == "confusion")
        {
            int classes = subject.Classes!.Count;
            var counts = new int[classes * classes];
            for (int i = 0; i < answers.Length; i++) counts[(int)subject.Y[i] * classes + (int)answers[i]]++;
            json.WriteStartArray("counts");
            foreach (int count in counts) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        else Numbers(json, "values", answers.Select(v => (double?)v));
    }

    static void Spread(Utf8JsonWriter json, string name, NumberSpread spread)
    {
        json.WriteStartObject(name);
        Number(json, "mean", spread.Mean);
        Number(json, "dev", spread.Deviation);
        Number(json, "low", spread.Low);
        Number(json, "high", spread.High);
        json.WriteStartArray("n");
        foreach (int count in spread.Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double?> values)
    {
        json.WriteStartArray(name);
        foreach (double? value in values)
            if (value is { } v && double.IsFinite(v)) json.WriteRawValue(Short(v));
            else json.WriteNullValue();
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } v && double.IsFinite(v))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(Short(v));
        }
        else json.WriteNull(name);
    }

    /// <summary>Six digits, which no picture or table shows more of.</summary>
    static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}

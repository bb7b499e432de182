using Cairn.Baselines;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Trees;

namespace Cairn.Tests;

/// <summary>The learners that <c>cairn compare</c> tries, on raw files: within a hundredth of scikit-learn's scores of the same models on the same
/// rows (Fixtures/real_tables.py), between the lowest and the highest where its own vary with a random state.</summary>
public class RealTablesTests
{
    const double Margin = 0.01;

    static readonly TablePreparation Preparation = new();

    static readonly Dictionary<string, (string File, string Target, string[] Without)> Tables = new()
    {
        ["titanic"] = ("titanic/titanic3.csv", "survived", ["name", "ticket", "cabin", "boat", "body", "home.dest"]),
        ["adult"] = ("adult/adult-train.csv.gz", "income", []),
        ["penguins"] = ("penguins/penguins.csv", "species", []),
        ["housing"] = ("california-housing/housing.csv.gz", "median_house_value", []),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string table in Tables.Keys)
                foreach (string learner in table == "housing" ? ["linear", "mean", "tree", "boosting"] : (string[])["logistic", "most-frequent", "tree", "boosting"])
                    cases.Add(table, learner);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_score_is_scikit_learns(string table, string learner)
    {
        var (file, target, without) = Tables[table];
        var rows = Table.ReadCsv(Repository.Data(file));
        var data = rows.Drop(without).ToDataset(target, table == "housing" ? LearningTask.Regression : LearningTask.Classification);
        int[] all = [.. Enumerable.Range(0, data.Rows)];
        var (train, held) = (data.Take([.. all.Where(i => i % 5 != 4)]), data.Take([.. all.Where(i => i % 5 == 4)]));
        var fixture = RawData.Fixture("real_tables.json").GetProperty(table);
        Assert.Equal(fixture.GetProperty("held_out").GetInt32(), held.Rows);
        var card = ScoreCard.Of(Fit(learner, data.Classes is null, train), held);
        foreach (var metric in fixture.GetProperty("learners").GetProperty(learner).EnumerateObject())
        {
            double score = card[metric.Name], low = metric.Value[0].GetDouble(), high = metric.Value[1].GetDouble();
            Assert.True(score >= low - Margin && score <= high + Margin, $"{table}, {learner}: {metric.Name} {score:F4}, scikit-learn's {low:F4} to {high:F4}");
        }
    }

    static IPredictor Fit(string learner, bool isNumber, Dataset train) => learner switch
    {
        "linear" => Preparation.Then(new LinearRegression()).Fit(train),
        "mean" => Preparation.Then(new MeanPredictor()).Fit(train),
        "logistic" => Preparation.Then(new LogisticRegression()).Fit(train),
        "most-frequent" => Preparation.Then(new MostFrequentClass()).Fit(train),
        "tree" when isNumber => Preparation.Then(new DecisionTreeRegressor { MinRowsPerLeaf = 5 }).Fit(train),
        "tree" => Preparation.Then(new DecisionTreeClassifier { MinRowsPerLeaf = 5 }).Fit(train),
        "boosting" when isNumber => Preparation.Then(new GradientBoostingRegressor()).Fit(train),
        "boosting" => Preparation.Then(new GradientBoostingClassifier()).Fit(train),
        _ => throw new ArgumentException(learner, nameof(learner)),
    };
}

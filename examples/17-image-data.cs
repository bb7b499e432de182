#:project ../src/Cairn/Cairn.csproj

// A folder of pictures in folders by class, as one finds them; here the bundled digits, written as PNG.
var digits = BundledData.Load("digits").ToDataset("digit");
double[] ink = digits.Features.ToNumbers("the example").ToArray<double>();
int[] labels = digits.ClassTarget("the example").Indices.ToArray<int>();
for (int i = 0; i < digits.Rows; i++)
{
    string folder = Directory.CreateDirectory($"digit-pictures/{labels[i]}").FullName;
    PictureFile.Write(Path.Combine(folder, $"{i:D4}.png"), Tensor.From([.. ink[(64 * i)..(64 * i + 64)].Select(v => v / 16)], 1, 8, 8));
}

// Read: float32 [n, 1, 8, 8] from 0 to 1, the folders' names as classes. Networks see the pictures, other learners each as a line of numbers.
var data = new ImageFolder { Path = "digit-pictures", IsGrey = true }.Read();
var (train, test) = data.Split(test: 0.5, seed: 1);
Console.WriteLine($"{train.Features.Shaped!.Shape} {string.Join(" ", train.Classes!)}");

// What the network shall see: each picture a little otherwise each epoch, two batches made beforehand on another thread.
ValueList<Augmentation> changes = [new Translation(), new Zoom { Factor = (0.9, 1.15) }];
var loader = new DataLoader(train) { BatchSize = 32, Augmentations = changes, Prefetch = 2 };

var pictures = new List<double[]>();
foreach (int epoch in Enumerable.Range(0, 4))
    pictures.AddRange(Enumerable.Range(0, 10).Select(k => new Sometimes { Probability = epoch == 0 ? 0 : 1, Changes = changes }
        .Apply(train.Take([Array.IndexOf(train.Target!.ToArray<int>(), k)]).Features.Shaped!, seed: epoch).To<double>().ToArray<double>()));
new Chart { Title = "Ten digits, and three times changed" }.Images(pictures, width: 8, columns: 10).SaveSvg("augmented-digits.svg");

// The same small network without and with; changed pictures take more epochs to learn.
foreach (bool isChanged in (bool[])[false, true])
{
    var net = new Sequential(new Flatten(), new Linear(64, 128, activation: Activation.Relu), new Linear(128, 10));
    var trainer = new Trainer { Loss = Loss.CrossEntropyFromLogits, Epochs = 200, Metrics = [TrainingMetric.Accuracy] };
    var history = trainer.Fit(net, isChanged ? loader : new DataLoader(train) { BatchSize = 32 }, new DataLoader(test) { BatchSize = 500 });
    Console.WriteLine($"{(isChanged ? "changed each epoch" : "as they are"),-18} accuracy {history.Epochs[^1].Metrics[0]:F3}, overfit gap {history.OverfitGap:F3}");
}

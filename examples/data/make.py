"""Makes houses.csv: made-up houses, so that an example has a file to read.   Run: python3 make.py > houses.csv"""
import random

random.seed(7)
print("rooms,area_m2,age,district,garden,price")
for i in range(160):
    rooms = random.randint(1, 7)
    area = round(18 * rooms + random.gauss(20, 9))
    age = random.randint(0, 110)
    district = random.choices(["harbour", "hill", "mill", "old town"], [3, 4, 5, 3])[0]
    garden = random.random() < (.7 if district == "hill" else .25)
    price = 2150 * area - 520 * age + {"harbour": 42000, "hill": 61000, "mill": 0, "old town": 30000}[district] + 18000 * garden
    price = round(price + random.gauss(0, 14000), -2)
    print(rooms, max(area, 15), "" if random.random() < .06 else age, district, str(garden).lower(), int(price), sep=",")
